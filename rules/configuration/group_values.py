"""Values that inputs can be grouped by, and how often each stands, before any job."""

from pathlib import Path

from rules.configuration.facts import (
    LABEL,
    classes_of,
    column_counts,
    dataset_of,
    is_folder,
    label_column,
    source_of,
)
from scripts.topomaps.activations.layer_lists import ATTRIBUTE, inputs_file
from scripts.topomaps.activations.text_arrays import text_counts

# Where activations from elsewhere have what is no attribute.
COLUMNS = {"class": LABEL, "prediction": "prediction"}
ARRAYS = {"class": "labels", "prediction": "predictions"}


def value_counts(config, experiment, factor):
    """How many inputs have each value of a factor, before any of them is left out.

    Parameters
    ----------
    config, experiment : dict
        Whose model and dataset, or activations, are there.
    factor : str
        "class", an attribute, or "prediction", which is known of activations from elsewhere alone.

    Returns
    -------
    dict of str -> int or None, or None
        The numbers are None where the values alone are known; None where these are not.
    """
    if "activations" in experiment:
        counts = _of_activations(experiment["activations"], factor)
        missing = experiment.get("missing", ())
        return counts and {each: n for each, n in counts.items() if each not in missing}
    name = dataset_of(config, experiment)
    dataset = config["datasets"][name]
    if source_of(dataset).of_user and not is_folder(dataset):
        column = label_column(dataset) if factor == "class" else factor
        return column_counts(dataset, column) if Path(dataset["path"]).is_file() else None
    classes = classes_of(config, name) if factor == "class" else None
    return classes and dict.fromkeys(classes)


def _of_activations(path, factor):
    """Counts in the table of the inputs, or in an array of texts of a `.npz` file."""
    try:
        inputs = inputs_file(path)
    except ValueError:  # reported as a error of the experiment
        return None
    if inputs.suffix == ".csv" and inputs.is_file():
        return column_counts({"path": str(inputs)}, COLUMNS.get(factor, factor))
    if inputs.suffix != ".npz":
        return None
    return text_counts(inputs, ARRAYS.get(factor, f"{ATTRIBUTE}{factor}"))
