"""Inputs of a dataset as a network sees them, and what is known of them."""

import numpy as np

from topomaps.activations.inputs import KnownInputs
from topomaps.common.files import save_arrays
from topomaps.data.batches import input_batches
from topomaps.models.preprocessing_settings import image_layout

SIZE_OF_APPLICATIONS = (224, 224)


def size_of_application(settings, dataset):
    """(height, width) of the images that a network of keras.applications is built for."""
    return settings.size or dataset.image_size or SIZE_OF_APPLICATIONS


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


def known_inputs(dataset, rows):
    """What a dataset says of some of its inputs, before a network has seen them."""
    labels = None if dataset.labels is None else dataset.labels[rows]
    attributes = dataset.attributes.iloc[rows].reset_index(drop=True)
    return KnownInputs(labels, None, dataset.class_names, (), attributes)


def save_inputs(path, known, rows):
    """Write what is known of inputs, and their rows (n,) in the dataset, to a `.npz` file.

    Labels and predictions are written by their names, empty where there is none.
    """
    arrays = {"rows": np.asarray(rows)}
    for key, names, codes in (
        ("labels", "class_names", known.labels),
        ("predictions", "prediction_names", known.predictions),
    ):
        if codes is not None:
            arrays[names] = np.array(getattr(known, names), dtype=str)
            arrays[key] = np.array([*arrays[names], ""])[codes]
    for name, values in known.attributes.items():
        arrays[f"attributes/{name}"] = values.fillna("").to_numpy(dtype=str)
    save_arrays(path, **arrays)
