"""Whether an experiment is about people, and whether pictures, texts or sounds of them are there.

These are two questions: rows of a table may be about people, and cannot be seen.
"""

import tarfile
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from rules.configuration.facts import (
    column_values,
    dataset_of,
    inspect_source,
    label_column,
    source_of,
)
from rules.configuration.group_values import value_counts
from rules.configuration.groupings import KEYWORDS, groupings_of
from scripts.topomaps.activations.layer_lists import INPUTS, array_names
from scripts.topomaps.activations.text_arrays import distinct_texts
from scripts.topomaps.data.kinds import IMAGE, SOUND, TEXT
from scripts.topomaps.data.words_of_people import (
    are_people,
    is_dataset_of_people,
    is_fact_of_people,
)


def is_about_people(config, experiment):
    """Whether the inputs of an experiment are people: as it says, or as far as is known.

    That is told by the dataset, by the names of its label, of attributes and of what inputs are
    grouped by, and by the values of labels and groups.

    Parameters
    ----------
    config : dict
        The complete configuration.
    experiment : dict
        Of any kind; those without maps have no inputs of their own.
    """
    if experiment["kind"] != "maps":
        return False
    said = experiment["explorer"].get("people")
    if said is not None:
        return said
    factors = {each for grouping in groupings_of(experiment).values() for each in grouping.by}
    names = [*(factors - {*KEYWORDS}), *(inspect_source(config, experiment).attributes or ())]
    return (
        _is_dataset_of_people(config, experiment)
        or any(map(is_fact_of_people, [*names, *_labels_name(config, experiment)]))
        or any(map(are_people, _values(config, experiment, factors)))
    )


def shows_people(config, experiment):
    """Whether pictures, texts or sounds of people are among the inputs of an experiment."""
    if not is_about_people(config, experiment):
        return False
    if "activations" in experiment:
        return _has_inputs(experiment["activations"])
    return source_of(_dataset(config, experiment)).kind in (IMAGE, TEXT, SOUND)


def _dataset(config, experiment):
    """Settings of the dataset of an experiment; nothing for activations from elsewhere."""
    return config["datasets"][dataset_of(config, experiment)] if "model" in experiment else {}


def _is_dataset_of_people(config, experiment):
    if "model" not in experiment:
        return is_dataset_of_people(Path(experiment["activations"]).stem)
    dataset = _dataset(config, experiment)
    names = [dataset_of(config, experiment), *_names_of_files(dataset)]
    return source_of(dataset).people or any(map(is_dataset_of_people, names))


def _names_of_files(dataset):
    return [Path(dataset[key]).stem for key in ("path", "images") if key in dataset]


def _labels_name(config, experiment):
    """Name of the column of the labels, where they are in a table."""
    dataset = _dataset(config, experiment)
    name = label_column(dataset) if "path" in dataset else None
    return [] if name is None else [name]


def _values(config, experiment, factors):
    """Yield values of labels, of each attribute that inputs are grouped by, names of outputs."""
    facts = inspect_source(config, experiment)
    yield facts.classes or folders_in_archive(_dataset(config, experiment).get("path", ""))
    yield facts.outputs or ()
    for name in sorted(factors - {*KEYWORDS}):
        yield value_counts(config, experiment, name) or ()
    if "activations" in experiment:
        yield from _labels_of_activations(experiment["activations"])


@cache
def folders_in_archive(path):
    """Names of all folders in a `.zip` or a `.tar`, none of another or a faulty file."""
    names = []
    with suppress(OSError, zipfile.BadZipFile, tarfile.TarError):
        if path.lower().endswith(".zip"):
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        elif path.lower().endswith(".tar"):
            with tarfile.open(path, "r:") as archive:
                names = archive.getnames()
    return {part for name in names for part in name.split("/")[:-1]}


def _labels_of_activations(path):
    path = Path(path)
    for name in ("label", "prediction") if path.is_dir() else ():
        yield column_values({"path": str(path / "inputs.csv")}, name) or ()
    for name in ("class_names", "prediction_names", "labels", "predictions"):
        yield distinct_texts(path, name) or () if path.is_file() else ()


def _has_inputs(path):
    """Whether pictures may lie with activations; a faulty file has none."""
    try:
        return INPUTS in array_names(path) or (Path(path) / INPUTS).is_dir()
    except ValueError:  # reported as a error of the experiment
        return False
