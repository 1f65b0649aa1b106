"""Datasets.

input:  a source of scripts/topomaps/data/sources.py, or files that the configuration names
output: results/downloads/{source}/{file}, results/datasets/{dataset}.npz
"""

from rules.configuration.user_files import images_digest

SOURCE_LIST = ["topomaps/data/sources.py", "topomaps/data/keras_weights.py"]


def files_of(name):
    """Files that a dataset is read from."""
    dataset = SETTINGS["datasets"][name]
    if is_users(dataset):
        return [dataset[key] for key in ("path", "images") if key in dataset]
    files = SOURCES[dataset["source"]].files
    return [f"results/downloads/{dataset['source']}/{name}" for name in files]


def images_of(name):
    """Archive or folder with the images of a dataset; nothing for one that holds its inputs."""
    if not are_images(SETTINGS, name):
        return []
    dataset, files = SETTINGS["datasets"][name], files_of(name)
    return files[-1:] if is_users(dataset) else [each for each in files if each.endswith(".zip")]


def dataset_settings(wildcards):
    """What the preparation of a dataset uses, for its params."""
    settings = dict(SETTINGS["datasets"][wildcards.dataset])
    if is_users(settings):
        models = SETTINGS["models"].values()
        trained = any(each.get("dataset") == wildcards.dataset for each in models)
        # ASSUME: a quarter of a user's data is enough to test on.
        settings = {"test_share": 0.25 if trained else 1.0, **settings}
        if settings["source"] == "table" and not trained:
            settings.setdefault("scale", 1.0)
    return {**settings, "seed": SETTINGS["seed"]}


def source_content(wildcards):
    """All that decides what a published dataset is; nothing for a user's."""
    dataset = SETTINGS["datasets"][wildcards.dataset]
    return None if is_users(dataset) else SOURCES[dataset["source"]].content()


def published_content(wildcards):
    """All that decides what the files of a source hold."""
    return SOURCES[wildcards.source].files[wildcards.file].content()


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
        content=published_content,
        settings=lambda wildcards: {"source": wildcards.source, "file": wildcards.file},
    script:
        "../../scripts/download_dataset.py"


rule prepare_dataset:
    """Read what is known of the inputs, and the inputs themselves but for image files."""
    input:
        files=lambda wildcards: files_of(wildcards.dataset),
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
        content=source_content,
        settings=dataset_settings,
        images=lambda wildcards: images_digest(SETTINGS["datasets"][wildcards.dataset]),
    script:
        "../../scripts/prepare_dataset.py"
