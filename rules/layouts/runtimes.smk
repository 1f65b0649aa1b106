"""Runtime of the layout methods over the number of neurons (HHAI, Figure 4C).

input:  results/naps/{experiment}_{width}/hidden/layout/0-0.npz
output: results/runtimes/{experiment}.tsv
"""


rule measure_runtimes:
    """Time every method on the NAPs of each width, alone on the machine."""
    input:
        naps=lambda wildcards: [
            naps_file(width_name(wildcards.experiment, width), "hidden")
            for width in RUNTIMES[wildcards.experiment]["widths"]
        ],
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
        settings=lambda wildcards: {
            "methods": RUNTIMES[wildcards.experiment]["methods"],
            "repetitions": RUNTIMES[wildcards.experiment]["repetitions"],
            "seed": SETTINGS["seed"],
            **method_settings(
                SETTINGS["layouts"], with_bases(RUNTIMES[wildcards.experiment]["methods"])
            ),
        },
    script:
        "../../scripts/measure_runtimes.py"
