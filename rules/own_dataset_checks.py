"""Checks of a user's own datasets and models."""

from pathlib import Path

from own_configuration import own_settings, table_columns
from sentences import no_column

from scripts.topomaps.models.layer_lists import keras_layers


def own_dataset_faults(config, name):
    """Faults of a dataset that is a user's own files."""
    key, dataset = f"datasets.{name}", config["datasets"][name]
    path, source = Path(dataset["path"]), dataset["source"]
    if not (path.is_dir() if source == "folder" else path.is_file()):
        kind = "folder" if source == "folder" else "file"
        yield f"{key}.path: there is no {kind} {str(path)!r} (looked for in {Path.cwd()})"
        return
    if source == "table":
        for image_key in ("image_size", "channels"):
            if image_key in dataset:
                yield f"{key}.{image_key}: a table of numbers has no images; leave it out"
    elif "image_size" not in own_settings(config, name):
        yield (
            f"{key}.image_size: the size [height, width] of the images is missing; only a .keras "
            "model that is used on this dataset may give it"
        )
    if source != "folder" and (columns := table_columns(path)):
        needed = ["file"] if source == "image_table" else []
        for column in [*needed, dataset["label"], *dataset.get("attributes", ())]:
            if column not in columns:
                yield no_column(f"{key}.path", column, columns)


def own_model_faults(key, model):
    """Faults of a model that is a `.keras` file."""
    try:
        keras_layers(model["path"])
    except ValueError as error:
        yield f"{key}.path: {error}"
