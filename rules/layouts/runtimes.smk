"""Runtime of the layout methods over the number of neurons (HHAI, Figure 4C).

input:  results/datasets/{dataset}.npz
output: results/naps/{experiment}/widths.npz, results/runtimes/{experiment}.tsv
"""

from rules.configuration.models import BATCH_OF_ARRAYS


rule profile_widths:
    """Train a network of each width and compute the NAPs of its hidden layer, in one process."""
    input:
        unpack(lambda wildcards: learned(wildcards).inputs),
    output:
        naps="results/naps/{experiment}/widths.npz",
    log:
        "results/logs/profile_widths/{experiment}.log",
    benchmark:
        "results/benchmarks/profile_widths/{experiment}.tsv"
    wildcard_constraints:
        experiment=of_kind("runtime"),
    conda:
        "../../envs/model.yaml"
    threads: SETTINGS["tensorflow_threads"]
    resources:
        mem_mb=growing(5000),
        runtime=growing(240),
    params:
        code=code_digest("profile_widths.py"),
        settings=lambda wildcards: {
            **{
                key: experiment(wildcards).given[key]
                for key in ("widths", "epochs", "examples_per_group")
            },
            "inputs_of": learned(wildcards).name,
            "l2": SETTINGS["training"]["l2"],
            "batch_size": BATCH_OF_ARRAYS,
            "on_damaged": learned(wildcards).on_damaged,
            "seed": SETTINGS["seed"],
            "tensorflow_threads": SETTINGS["tensorflow_threads"],
        },
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
        experiment=of_kind("runtime"),
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
            modules=modules_of(*with_bases(experiment(wildcards).given["methods"])),
        ),
        settings=lambda wildcards: {
            "methods": experiment(wildcards).given["methods"],
            "repetitions": experiment(wildcards).given["repetitions"],
            **method_settings(
                SETTINGS["layouts"], with_bases(experiment(wildcards).given["methods"])
            ),
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/measure_runtimes.py"
