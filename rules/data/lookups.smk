"""What the rules of datasets read, and what they are told."""


def files_of(name):
    """Files that a dataset is read from."""
    dataset = SETTINGS["datasets"][name]
    if source_of(dataset).of_user:
        return [dataset[key] for key in ("path", "images") if key in dataset]
    files = source_of(dataset).files
    return [f"results/downloads/{dataset['source']}/{name}" for name in files]


def single_files_of(wildcards):
    """Files that a dataset is read from; of folders, `images_digest` knows what counts."""
    return [each for each in files_of(wildcards.dataset) if not Path(each).is_dir()]


def images_of(name):
    """Archive or folder with the images of a dataset; nothing for one that holds its inputs."""
    source, files = source_of(SETTINGS["datasets"][name]), files_of(name)
    if not source.in_files:
        return []
    return files[-1:] if source.of_user else [each for each in files if each.endswith(".zip")]


def inputs_of_training(dataset):
    """Files that a network is trained on: a dataset, and those of its images."""
    return {"dataset": f"results/datasets/{dataset}.npz", "images": images_of(dataset)}


def on_damaged(dataset):
    """What becomes of image files of a dataset that cannot be read."""
    return SETTINGS["datasets"][dataset].get("damaged_images", "refuse")


def max_left_out(dataset):
    """Largest share of the inputs of a dataset that may be left out."""
    return SETTINGS["datasets"][dataset].get("max_left_out", 0)


def dataset_settings(wildcards):
    """What the preparation of a dataset uses, for its params."""
    settings = dict(SETTINGS["datasets"][wildcards.dataset])
    settings.pop("shards")  # they change nothing of the data
    if source_of(settings).of_user:
        models = SETTINGS["models"].values()
        trained = any(each.get("dataset") == wildcards.dataset for each in models)
        # ASSUME: a quarter of a user's data is enough to test on.
        settings = {"test_share": 0.25 if trained else 1.0, **settings}
        if "scale" in source_of(settings).keys and not trained:
            settings.setdefault("scale", 1.0)
    return {**settings, "seed": SETTINGS["seed"]}


def source_content(wildcards):
    """All that is known of the source of a dataset and decides what the dataset is."""
    return source_of(SETTINGS["datasets"][wildcards.dataset]).content()


def published_content(wildcards):
    """All that decides what the files of a source hold."""
    return SOURCES[wildcards.source].files[wildcards.file].content()
