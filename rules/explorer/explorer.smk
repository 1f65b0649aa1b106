"""The explorer: all maps of an experiment in one page for a browser.

input:  results/activations/… or a user's, results/groups/…, results/naps/…, results/layouts/…,
        results/tests/…, results/scores/…, results/tables/…
output: results/explorer/{experiment}.html
"""

from rules.configuration.explorer import browser_digest, explorer_files, explorer_settings

EXPLORED = [name for name, each in EXPERIMENTS.items() if each.has_explorer]


rule collect_explorer:
    """Collect the maps, tests, scores and inputs that the explorer of an experiment shows."""
    input:
        lambda wildcards: explorer_files(EXPERIMENTS, wildcards.experiment),
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
        state=states_of(lambda wildcards: explorer_files(EXPERIMENTS, wildcards.experiment)),
        settings=lambda wildcards: explorer_settings(EXPERIMENTS, wildcards.experiment),
    script:
        "../../scripts/collect_explorer.py"


rule write_explorer:
    """Write the explorer of an experiment: all its maps in one page for a browser."""
    input:
        contents="results/explorer/{experiment}.json",
    output:
        page=in_report(paths.EXPLORER, "Explorer", "explorer.rst"),
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
        browser=browser_digest(Path(workflow.basedir) / "scripts/topomaps/explorer/browser"),
    script:
        "../../scripts/write_explorer.py"
