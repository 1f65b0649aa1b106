"""Datasets.

input:  a source of scripts/topomaps/data/sources.py
output: results/downloads/{source}/{file}, results/datasets/{dataset}.npz
"""

SOURCE_LIST = ["topomaps/data/sources.py"]


rule download_dataset:
    """Download one file of a source, or take it from the mirror, and check it."""
    output:
        file="results/downloads/{source}/{file}",
    log:
        "results/logs/download_dataset/{source}/{file}.log",
    conda:
        "../envs/download.yaml"
    resources:
        mem_mb=growing(1000),
        runtime=growing(60),
    params:
        # The one file, not the whole list of sources; and neither `mirror` nor `data_dir`, since
        # where a file comes from does not change what it is.
        code=code_digest("download_dataset.py", without=SOURCE_LIST),
        content=lambda wildcards: SOURCES[wildcards.source].files[wildcards.file].content(),
        settings=lambda wildcards: {"source": wildcards.source, "file": wildcards.file},
    script:
        "../scripts/download_dataset.py"


rule prepare_dataset:
    """Read inputs and labels of both splits, and alter labels where asked for."""
    input:
        files=lambda wildcards: [
            f"results/downloads/{source_of(wildcards.dataset).name}/{file}"
            for file in source_of(wildcards.dataset).files
        ],
    output:
        dataset="results/datasets/{dataset}.npz",
    log:
        "results/logs/prepare_dataset/{dataset}.log",
    wildcard_constraints:
        dataset=one_of(name for name in SETTINGS["datasets"] if name not in OWN_DATASETS),
    conda:
        "../envs/layouts.yaml"
    resources:
        mem_mb=growing(2000),
        runtime=growing(30),
    params:
        code=code_digest("prepare_dataset.py", without=SOURCE_LIST),
        content=lambda wildcards: source_of(wildcards.dataset).content(),
        settings=lambda wildcards: {
            **SETTINGS["datasets"][wildcards.dataset],
            "seed": SETTINGS["seed"],
        },
    script:
        "../scripts/prepare_dataset.py"
