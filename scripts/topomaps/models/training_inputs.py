"""Inputs of a dataset as the training of a model takes them: an array, or a stream of images."""

import logging

import numpy as np

from topomaps.common.seeds import generator_for
from topomaps.data.batches import DECODERS, input_batches
from topomaps.data.dataset import TEST, TRAIN
from topomaps.data.image_archives import open_images
from topomaps.data.splits import fold_numbers
from topomaps.models.backend import keras
from topomaps.models.training import BATCH_SIZE, as_inputs, predict_classes

logger = logging.getLogger(__name__)

WORKERS, BATCHES_AHEAD = 2, 4
COLORS = 3


class TrainingImages(keras.utils.PyDataset):
    """Batches of image files in an order drawn anew for each epoch, decoded ahead of their use.

    Memory holds a few batches. The archive stays open as long as the object is there.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
        Of image files, with labels and `image_size`.
    rows : ndarray of int
        Training inputs, all of them readable.
    seed : int
        The order of an epoch is a function of it and of the epoch's number.

    Attributes
    ----------
    shape : tuple of int
        (n, height, width, channels)
    """

    def __init__(self, dataset, rows, seed):
        super().__init__(workers=WORKERS, max_queue_size=BATCHES_AHEAD)
        channels = dataset.channels or COLORS
        self.shape = len(rows), *dataset.image_size, channels
        self._dataset, self._rows, self._seed = dataset, rows, seed
        decoder = DECODERS[dataset.kind]
        self._decoder = decoder(dataset, channels=channels, on_damaged="refuse")
        self._images = open_images(dataset.archive)
        self._epoch = 0
        self._draw_order()

    def __len__(self):
        """Number of batches."""
        return -(-len(self._rows) // BATCH_SIZE)

    def __getitem__(self, index):
        """Inputs (b, height, width, channels) float32 and targets (b, C) of a batch."""
        rows = self._order[index * BATCH_SIZE : (index + 1) * BATCH_SIZE]
        _, pixels, _ = self._decoder.decode(self._images, rows)
        targets = keras.utils.to_categorical(
            self._dataset.labels[rows], len(self._dataset.class_names)
        )
        return as_inputs(np.stack(pixels), self._dataset.scale), targets

    def on_epoch_end(self):  # noqa: D102
        self._epoch += 1
        self._draw_order()

    def _draw_order(self):
        generator = generator_for(self._seed, "order of training images", self._epoch)
        self._order = generator.permutation(self._rows)


def training_inputs(dataset, seed, on_damaged="skip", without=None):
    """Inputs and labels that a model is trained on.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    without : array of int, optional
        Training inputs that are left out, as rows of the dataset.
    seed : int
        Decides the order of image files; Keras's own draws that of an array.
    on_damaged : {"skip", "refuse"}
        As of `topomaps.data.batches.input_batches`.

    Returns
    -------
    inputs : ndarray of float32, shape (n, ...), or TrainingImages
    labels : ndarray of int, shape (n,), or None
        None with `TrainingImages`, which give them with each batch.

    Raises
    ------
    ValueError
        If there are no labels, no training inputs, or image files and no size for them.
    """
    rows = training_rows(dataset)
    if without is not None:
        rows = np.setdiff1d(rows, without)
    if dataset.inputs is not None:
        return as_inputs(dataset.inputs[rows], dataset.scale), dataset.labels[rows]
    return TrainingImages(dataset, _readable(dataset, rows, on_damaged), seed), None


def training_rows(dataset):
    """Rows (n,) of the training inputs; a ValueError says what is missing for a training."""
    if dataset.labels is None:
        raise ValueError(
            "the dataset has no labels to train a model on; name their column by the key label"
        )
    rows = dataset.rows(TRAIN)
    if not rows.size:
        raise ValueError(
            "the dataset has no training inputs; set test_share below 1, so that some are left"
        )
    if dataset.files is not None and dataset.image_size is None:
        raise ValueError(
            "a model is trained on images of one size; add the key image_size: [height, width] to "
            "the dataset"
        )
    return rows


def _readable(dataset, rows, on_damaged):
    """Rows whose image files can be read, found by reading each of them once."""
    batches = input_batches(dataset, rows, BATCH_SIZE, on_damaged=on_damaged)
    read = [rows[positions] for positions, _ in batches]
    logger.info("training images: %s", batches.report.sentence())
    if not read:
        raise ValueError(f"none of the {len(rows):,} training images can be read")
    return np.concatenate(read)


def accuracy_on_test(model, dataset, on_damaged="skip"):
    """Share of the labelled test inputs that a model classifies correctly; None without any."""
    rows = dataset.rows(TEST)
    rows = rows[dataset.labels[rows] >= 0]
    if not rows.size:
        return None
    if dataset.inputs is not None:
        predictions = predict_classes(model, as_inputs(dataset.inputs[rows], dataset.scale))
        return float(np.mean(predictions == dataset.labels[rows]))
    correct = []
    channels = dataset.channels or COLORS
    for positions, images in input_batches(
        dataset, rows, BATCH_SIZE, channels=channels, on_damaged=on_damaged
    ):
        outputs = model.predict_on_batch(as_inputs(images, dataset.scale))
        correct.extend(outputs.argmax(axis=1) == dataset.labels[rows[positions]])
    return float(np.mean(correct)) if correct else None


def held_out(dataset, n_folds, seed, model):
    """Rows of the training inputs of each fold.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    n_folds : int
    seed : int
    model : str
        Seed of the configuration, and name of the model: they decide on the folds.

    Returns
    -------
    list of ndarray of int
        Together, all training inputs once.

    Raises
    ------
    ValueError
        If the dataset cannot train a model, or has fewer training inputs than folds.
    """
    rows = training_rows(dataset)
    folds = fold_numbers(dataset.labels[rows], n_folds, generator_for(seed, "folds", model))
    return [rows[folds == fold] for fold in range(n_folds)]
