"""The explorer: all maps of an experiment in one page for a browser.

input:  results/activations/… or a user's, results/groups/…, results/naps/…, results/layouts/…,
        results/tests/…, results/scores/…, results/tables/…
output: results/explorer/{experiment}.html
"""


rule collect_explorer:
    """Collect the maps, tests, scores and inputs that the explorer of an experiment shows."""
    input:
        explorer_inputs,
    output:
        contents="results/explorer/{experiment}.json",
    log:
        "results/logs/collect_explorer/{experiment}.log",
    benchmark:
        "results/benchmarks/collect_explorer/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(EXPLORED),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(120),
    params:
        code=code_digest("collect_explorer.py"),
        state=states_of(explorer_inputs),
        settings=explorer_settings,
    script:
        "../../scripts/collect_explorer.py"


rule write_explorer:
    """Write the explorer of an experiment: all its maps in one page for a browser."""
    input:
        contents="results/explorer/{experiment}.json",
    output:
        page=in_report("results/explorer/{experiment}.html", "Explorer", "explorer"),
    log:
        "results/logs/write_explorer/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(EXPLORED),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("write_explorer.py"),
        browser=browser_digest(),
    script:
        "../../scripts/write_explorer.py"
