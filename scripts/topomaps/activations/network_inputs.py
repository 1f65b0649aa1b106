"""Inputs of a dataset as a network sees them, and what is known of them."""

import numpy as np
import pandas as pd

from topomaps.activations.inputs import KnownInputs
from topomaps.common.files import save_arrays
from topomaps.common.seeds import seed_for
from topomaps.data.batches import input_batches
from topomaps.models.model_files import describe_model_file
from topomaps.models.networks import open_network
from topomaps.models.preprocessing import preprocessing_function
from topomaps.models.preprocessing_settings import image_layout

SIZE_OF_APPLICATIONS = (224, 224)
KEPT_SETTINGS = ("application", "include_top", "alpha", "layer_channels")


def open_for_dataset(file, settings, dataset, class_names, seed, threads):
    """Open a network for the inputs of a dataset.

    Parameters
    ----------
    file : path-like or None
        Of the model, or of the weights of a network of keras.applications; None for random ones.
    settings : dict
        Of the model in the configuration.
    dataset : topomaps.data.dataset.Dataset
    class_names : sequence of str, "labels" or None
        Names of the network's outputs; "labels" stands for those of the dataset.
    seed, threads : int

    Returns
    -------
    network
        As of `topomaps.models.networks.open_network`.
    preprocess : topomaps.models.preprocessing.Preprocessing
    """
    application, how = settings.get("application"), settings.get("preprocessing")
    if how is None and application is None and _scales(file):
        how = "none"
    preprocess = preprocessing_function(how, application, dataset.scale)
    opened = {key: settings[key] for key in KEPT_SETTINGS if key in settings}
    if application:
        size = preprocess.size or dataset.image_size or SIZE_OF_APPLICATIONS
        own_seed = seed_for(seed, "weights", application)
        opened |= {"weights": file, "image_size": size, "seed": own_seed}
    else:
        opened["file"] = file
    names = dataset.class_names if class_names == "labels" else class_names
    return open_network({**opened, "class_names": names, "threads": threads}), preprocess


def _scales(file):
    """Whether the file of a model says that it scales its inputs by itself."""
    facts = describe_model_file(file)
    return facts is not None and facts.scales


def batches_for(network, preprocess, dataset, rows, batch_size, on_damaged="skip"):
    """Batches of inputs in the size and with the channels that a network takes.

    Parameters
    ----------
    network
        As of `topomaps.models.networks.open_network`.
    preprocess : topomaps.models.preprocessing.Preprocessing
    dataset : topomaps.data.dataset.Dataset
    rows : ndarray of int
    batch_size : int
    on_damaged : {"skip", "refuse"}

    Returns
    -------
    iterable
        As of `topomaps.data.batches.input_batches`.
    """
    layout = image_layout(network.input_shape, preprocess.channels)
    size, channels = preprocess.size, 3
    if layout is not None:
        size = size or layout.size or dataset.image_size
        channels = 1 if layout.n_channels == 1 else 3
    return input_batches(
        dataset, rows, batch_size, size=size, channels=channels, crop=preprocess.crop,
        on_damaged=on_damaged,
    )  # fmt: skip


def known_inputs(dataset, rows, steps=None):
    """What a dataset says of some of its inputs, before a network has seen them.

    With `steps`, those of the checkpoints of a training, the inputs come once for each of them, one
    checkpoint after another, with an attribute `checkpoint`.
    """
    n_times = 1 if steps is None else len(steps)
    labels = None if dataset.labels is None else np.tile(dataset.labels[rows], n_times)
    attributes = pd.concat([dataset.attributes.iloc[rows]] * n_times, ignore_index=True)
    if steps is not None:
        attributes["checkpoint"] = np.repeat(np.asarray(steps).astype(str), len(rows))
    return KnownInputs(labels, None, dataset.class_names, (), attributes)


def save_inputs(path, known, rows, read):
    """Write what is known of the inputs that were read to a `.npz` file.

    Parameters
    ----------
    path : path-like
    known : topomaps.activations.inputs.KnownInputs
        Labels and predictions are written by their names, empty where there is none.
    rows : ndarray of int, shape (m,)
        Places of the inputs in the dataset; at several checkpoints the same each time.
    read : ndarray of bool, shape (n,)
        The inputs that could be read.
    """
    arrays = {"rows": np.tile(rows, len(read) // len(rows))[read]}
    for key, names, codes in (
        ("labels", "class_names", known.labels),
        ("predictions", "prediction_names", known.predictions),
    ):
        if codes is not None:
            arrays[names] = np.array(getattr(known, names), dtype=str)
            arrays[key] = np.array([*arrays[names], ""])[codes[read]]
    for name, values in known.attributes[read].items():
        arrays[f"attributes/{name}"] = values.fillna("").to_numpy(dtype=str)
    save_arrays(path, **arrays)
