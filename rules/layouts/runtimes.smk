"""Runtime of the layout methods over the number of neurons (HHAI, Figure 4C).

input:  results/datasets/{dataset}.npz
output: results/naps/{experiment}/widths.npz, results/runtimes/{experiment}.tsv
"""


rule profile_widths:
    """Train a network of each width and compute the NAPs of its hidden layer, in one process."""
    input:
        unpack(inputs_of_widths),
    output:
        naps="results/naps/{experiment}/widths.npz",
    log:
        "results/logs/profile_widths/{experiment}.log",
    benchmark:
        "results/benchmarks/profile_widths/{experiment}.tsv"
    wildcard_constraints:
        experiment=one_of(RUNTIMES),
    conda:
        "../../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(240),
    params:
        code=code_digest("profile_widths.py"),
        settings=width_settings,
    script:
        "../../scripts/profile_widths.py"


rule measure_runtimes:
    """Time every method on the NAPs of each width, alone on the machine."""
    input:
        naps=rules.profile_widths.output.naps,
    output:
        runtimes="results/runtimes/{experiment}.tsv",
    log:
        "results/logs/measure_runtimes/{experiment}.log",
    wildcard_constraints:
        experiment=one_of(RUNTIMES),
    conda:
        "../../envs/layouts.yaml"
    # More than there are, which Snakemake cuts to all cores: no other job shall disturb it.
    threads: 256
    resources:
        mem_mb=growing(8000),
        runtime=growing(240),
    params:
        code=lambda wildcards: code_digest(
            "measure_runtimes.py",
            modules=modules_of(*with_bases(RUNTIMES[wildcards.experiment]["methods"])),
        ),
        settings=runtime_settings,
    script:
        "../../scripts/measure_runtimes.py"
