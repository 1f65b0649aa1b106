"""Checks of the datasets in a configuration, and of the sizes of images."""

from itertools import pairwise
from pathlib import Path

from rules.configuration.facts import (
    classes_of,
    dialect_of_dataset,
    has_labels,
    input_column,
    is_folder,
    label_column,
    source_of,
)
from rules.configuration.sentences import no_column
from scripts.topomaps.data.archive_kinds import archive_kind
from scripts.topomaps.data.kinds import TEXT
from scripts.topomaps.data.text_tables import FILE, TEXT_NAMES, file_column


def dataset_errors(config):
    """Errors of all datasets."""
    for name, dataset in config["datasets"].items():
        if source_of(dataset).of_user:
            yield from _user_errors(config, name, dataset)
        if "alter" in dataset:
            yield from _alteration_errors(config, name, dataset["alter"])


def n_classes(config, dataset):
    """Number of classes of a named dataset; 0 if it has none, or they are not known yet."""
    return len(classes_of(config, dataset) or [])


def no_classes(key, trained):
    """Sentence for a model, or an experiment that trains some, whose dataset has no classes."""
    return f"{key}.dataset: {trained['dataset']!r} has no classes to train a model on"


def _user_errors(config, name, dataset):
    """Errors of a dataset that is files of a user's."""
    key, path, source = f"datasets.{name}", Path(dataset["path"]), source_of(dataset)
    of_folders = is_folder(dataset)
    if not (path.exists() if of_folders else path.is_file()):
        kind = "folder or archive" if of_folders else "file"
        yield f"{key}.path: there is no {kind} {str(path)!r} (looked for in {Path.cwd()})"
        return
    yield from _archive_errors(dataset, "path" if of_folders else "images", key)
    for refused, reason in source.input.refused.items():
        if refused in dataset:
            yield f"{key}.{refused}: {reason}"
    if "images" in dataset and not Path(dataset["images"]).exists():
        yield f"{key}.images: {dataset['images']!r} does not exist (looked for in {Path.cwd()})"
    if not of_folders:
        yield from _column_errors(key, source, dataset)
    for model, settings in config["models"].items():
        if settings.get("dataset") == name and "architecture" in settings:
            yield from _training_errors(config, key, name, dataset, model)


def _column_errors(key, source, dataset):
    """Errors of the columns that the table of a dataset lacks."""
    try:
        dialect = dialect_of_dataset(dataset)
    except (ValueError, OSError, LookupError) as error:  # LookupError: no such encoding
        yield f"{key}.path: {error}"
        return
    if dialect is None:
        return
    needed = [("path", FILE)] if FILE in source.columns else []
    if needed and (column := file_column(dialect.columns, dataset.get("file_column"))):
        needed = [("file_column", column)]
    if source.kind == TEXT:
        column = input_column(dataset, dialect.columns)
        needed = [("text", dataset.get("text", TEXT_NAMES[0]) if column is None else column)]
    needed += [("label", dataset["label"])] if "label" in dataset else []
    for name in ("attributes", "features"):
        needed += [(name, each) for each in dataset.get(name, ())]
    for at, column in needed:
        if column not in dialect.columns:
            yield no_column(f"{key}.{at}", column, dialect.columns)


def _archive_errors(dataset, of_images, key):
    """Errors of the folder or archive with the images of a dataset, where there is one."""
    path = Path(dataset.get(of_images, "."))
    if path.exists() and not path.is_dir():
        try:
            archive_kind(path)
        except (ValueError, OSError) as error:
            yield f"{key}.{of_images}: {error}"


def _training_errors(config, key, name, dataset, model):
    if has_labels(config, name) is False:
        yield (
            f"{key}.label: the model {model!r} is trained on labels, and there is no column "
            f"{label_column(dataset) or 'label'!r}; name the column of the labels"
        )
    for needed, content in source_of(dataset).input.needed_to_train.items():
        if needed not in dataset:
            yield f"{key}.{needed}: {content} is missing, which the model {model!r} is trained on"


def order_errors(config):
    """Errors of the settings of the image errors that are no order of increasing effect."""
    for key, words, sign in (("blur_radii", "grow", 1), ("resize_sizes", "shrink", -1)):
        values = config["scores"][key]
        for one, other in pairwise(values):
            if sign * (other - one) <= 0:
                yield (
                    f"scores.{key}: {other} follows {one}, but they must {words} from one to the "
                    f"next; write {sorted(values, reverse=sign < 0)}"
                )
                break


def image_size_errors(config):
    """Errors of the sizes of map images, which depend on each other."""
    maps = config["maps"]
    for section in ("maps", "components"):
        size = config[section]["image_size"]
        if size % maps["resolution"]:
            yield (
                f"{section}.image_size: {size} is not a multiple of maps.resolution, "
                f"{maps['resolution']}"
            )
    if max(config["scores"]["resize_sizes"]) > maps["image_size"]:
        yield (
            f"scores.resize_sizes: {max(config['scores']['resize_sizes'])} is larger than "
            f"maps.image_size, {maps['image_size']}"
        )


def _alteration_errors(config, name, alter):
    known = len(source_of(config["datasets"][name]).class_names)
    for end in ("from", "to"):
        if alter[end] >= known:
            yield (
                f"datasets.{name}.alter.{end}: class {alter[end]} does not exist; "
                f"classes are 0 to {known - 1}"
            )
    if alter["from"] == alter["to"]:
        yield (
            f"datasets.{name}.alter.to: {alter['to']} is the class whose labels are altered; "
            "name another one"
        )
