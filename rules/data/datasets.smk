"""Datasets.

input:  a source of scripts/topomaps/data/sources.py, or files that the configuration names
output: results/downloads/{source}/{file}, results/datasets/{dataset}.npz
"""

from rules.configuration.user_files import images_digest
from scripts.topomaps.data.sources import SOURCES

SOURCE_LIST = ["topomaps/data/sources.py"]


rule download_dataset:
    """Download one file of a source, or take it from the mirror, and check it."""
    output:
        file="results/downloads/{source}/{file}",
    log:
        "results/logs/download_dataset/{source}/{file}.log",
    conda:
        "../../envs/download.yaml"
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
        "../../scripts/download_dataset.py"


rule prepare_dataset:
    """Read what is known of the inputs, and the inputs themselves but for image files."""
    input:
        files=lambda wildcards: dataset(wildcards).sources,
    output:
        dataset="results/datasets/{dataset}.npz",
    log:
        "results/logs/prepare_dataset/{dataset}.log",
    wildcard_constraints:
        dataset=one_of(DATASETS),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("prepare_dataset.py", without=SOURCE_LIST),
        content=lambda wildcards: dataset(wildcards).source.content(),
        state=states_of(lambda wildcards: dataset(wildcards).single_files),
        images=lambda wildcards: images_digest(dataset(wildcards).given),
        settings=lambda wildcards: {
            **dataset(wildcards).preparation,
            "seed": SETTINGS["seed"],
        },
    script:
        "../../scripts/prepare_dataset.py"
