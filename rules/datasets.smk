"""Datasets.

input:  a source of scripts/topomaps/sources.py
output: results/downloads/{source}/{file}, results/datasets/{dataset}.npz
"""


rule download_dataset:
    """Download one file of a source, or take it from the mirror, and check it."""
    output:
        file="results/downloads/{source}/{file}",
    log:
        "results/logs/download_dataset/{source}/{file}.log",
    conda:
        "../envs/download.yaml"
    resources:
        mem_mb=1000,
        runtime=60,
    params:
        code=code_digest("download_dataset.py"),
        # A mirror is no part of the result: another one must not fetch the same file again.
        settings=lambda wildcards: {"source": wildcards.source, "file": wildcards.file},
    script:
        "../scripts/download_dataset.py"


rule prepare_dataset:
    """Read inputs and labels of both splits, and alter labels where asked for."""
    input:
        files=lambda wildcards: [
            f"results/downloads/{source}/{file}"
            for source in [SETTINGS["datasets"][wildcards.dataset]["source"]]
            for file in SOURCES[source].files
        ],
    output:
        dataset="results/datasets/{dataset}.npz",
    log:
        "results/logs/prepare_dataset/{dataset}.log",
    wildcard_constraints:
        dataset="|".join(SETTINGS["datasets"]),
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=2000,
        runtime=30,
    params:
        code=code_digest("prepare_dataset.py"),
        settings=lambda wildcards: {
            **SETTINGS["datasets"][wildcards.dataset],
            "seed": SETTINGS["seed"],
        },
    script:
        "../scripts/prepare_dataset.py"
