"""Datasets.

input:  a source of scripts/topomaps/data/sources.py, or files that the configuration names
output: results/downloads/{source}/{file}, results/datasets/{dataset}.npz
"""

from rules.configuration.user_files import images_digest

SOURCE_LIST = ["topomaps/data/sources.py", "topomaps/data/keras_weights.py"]


def source_files(wildcards):
    """Files that a dataset is read from, as its source has them."""
    dataset = SETTINGS["datasets"][wildcards.dataset]
    if is_users(dataset):
        return [dataset["path"]]
    return [f"results/downloads/{dataset['source']}/{name}" for name in SOURCES[dataset["source"]].files]


def image_files(wildcards):
    """Archive or folder with the images of a dataset; nothing for one that holds its inputs."""
    if not are_images(SETTINGS, wildcards.dataset):
        return []
    dataset = SETTINGS["datasets"][wildcards.dataset]
    if is_users(dataset):
        return [dataset.get("images", dataset["path"])]
    return [file for file in source_files(wildcards) if file.endswith(".zip")]


def dataset_settings(wildcards):
    """What the preparation of a dataset uses, for its params."""
    dataset = dict(SETTINGS["datasets"][wildcards.dataset])
    if is_users(dataset):
        models = SETTINGS["models"].values()
        trained = [each for each in models if each.get("dataset") == wildcards.dataset]
        # ASSUME: a quarter of a user's data is enough to test on.
        dataset = {"test_share": 0.25 if trained else 1.0, **dataset}
        if dataset["source"] == "table" and not trained:
            dataset.setdefault("scale", 1.0)
    else:
        dataset["content"] = SOURCES[dataset["source"]].content()
    return {**dataset, "seed": SETTINGS["seed"]}


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
        files=source_files,
        images=image_files,
    output:
        dataset="results/datasets/{dataset}.npz",
    log:
        "results/logs/prepare_dataset/{dataset}.log",
    wildcard_constraints:
        dataset=one_of(SETTINGS["datasets"]),
    conda:
        "../../envs/images.yaml"
    resources:
        mem_mb=growing(4000),
        runtime=growing(60),
    params:
        code=code_digest("prepare_dataset.py", without=SOURCE_LIST),
        settings=dataset_settings,
        images=lambda wildcards: images_digest(SETTINGS["datasets"][wildcards.dataset]),
    script:
        "../../scripts/prepare_dataset.py"
