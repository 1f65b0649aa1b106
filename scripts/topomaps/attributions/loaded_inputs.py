"""Inputs of a dataset one by one, as a network takes them, and the parts that each is cut into."""

from typing import NamedTuple

import numpy as np

from topomaps.activations.network_inputs import batches_for
from topomaps.attributions.parts import TokenParts, feature_parts, image_parts, sound_parts
from topomaps.common.seeds import generator_for
from topomaps.data.kinds import IMAGE, SOUND, TEXT

FINE_CELLS = 56  # ASSUME: along a side; finer ones cannot be seen in a figure
ROUGH_CELLS = 6  # ASSUME: along a side, where several networks are compared
MEAN, ZERO = "mean", "zero"
N_BASELINE = 256  # ASSUME: inputs whose mean is the baseline; more do not change it


class LoadedInput(NamedTuple):
    """An input of a network.

    Attributes
    ----------
    given : ndarray (1, ...) or dict of str -> ndarray (1, ...)
        As the network takes it.
    coarse, fine
        Parts, as of `topomaps.attributions.parts`, for occlusion and for gradients.
    """

    given: object
    coarse: object
    fine: object


class InputLoader:
    """Reads inputs of a dataset, and cuts them into parts.

    Parameters
    ----------
    network, preprocess
        As of `topomaps.activations.network_inputs.open_for_dataset`.
    dataset : topomaps.data.dataset.Dataset
    rows : ndarray of int, shape (n,)
        Places in the dataset of the inputs that activations are of.
    n_cells : int
        Along each side of an image, or along the time of a sound.
    baseline : {"mean", "zero"}
        What stands in the place of what is taken away, of images and features.
    names : sequence
        What the inputs that the mean is of are seeded by.
    """

    def __init__(self, network, preprocess, dataset, rows, n_cells, baseline, names):
        self._network, self._preprocess, self._dataset = network, preprocess, dataset
        self._rows, self._n_cells = rows, n_cells
        self._baseline = self._mean(baseline, names) if self.are_aligned else None

    def _mean(self, baseline, names):
        """Mean of some inputs, or zero."""
        order = generator_for(*names, "baseline").permutation(len(self._rows))
        sample = order[: N_BASELINE if baseline == MEAN else 1]
        total = sum(each[0].astype(np.float64) for each in self.read(sample))
        return total / len(sample) if baseline == MEAN else np.zeros_like(total)

    @property
    def has_gradients(self):
        """Whether inputs are numbers that a network may be derived by: those of texts are not."""
        if self._dataset.kind == SOUND:
            return hasattr(self._preprocess, "preprocessing")  # else an extractor makes them
        return self._dataset.kind != TEXT

    @property
    def are_aligned(self):
        """Whether parts of one input stand for the same as those of another."""
        return self._dataset.kind not in (TEXT, SOUND)

    def read(self, inputs):
        """Yield inputs by their numbers, as the network takes one; of a sound its first piece."""
        for number in inputs:
            batches = batches_for(
                self._network, self._preprocess, self._dataset, self._rows[[number]], 1
            )
            given = next(iter(batches))[1]
            yield first_piece(given.inputs) if self._dataset.kind == SOUND else given

    def load_rough(self, number):
        """The same as `load` in larger parts, for networks that are only compared."""
        return self.load(number, min(self._n_cells, ROUGH_CELLS))

    def load(self, number, n_cells=None):
        """One input (LoadedInput) by its number among those of the activations."""
        n_cells = n_cells or self._n_cells
        if self._dataset.kind == TEXT:
            return self._text(number)
        given = next(self.read([number]))
        if self._dataset.kind == SOUND:
            parts = sound_parts(given, n_cells, n_cells)
            return LoadedInput(given, parts, parts)
        values = given[0]
        if self._dataset.kind == IMAGE and values.ndim > 1:
            cut = [image_parts(values, self._baseline, n) for n in (n_cells, FINE_CELLS)]
            return LoadedInput(given, *cut)
        parts = feature_parts(values, self._baseline, self._dataset.feature_names or None)
        return LoadedInput(given, parts, parts)

    def _text(self, number):
        text = self._dataset.texts[self._rows[number]]
        tokens = self._preprocess.tokenize([text])
        own = tokens.mask[0] & ~tokens.special[0]
        names = self._preprocess.token_texts(tokens.numbers[0][own])
        given = tokens.inputs()
        parts = TokenParts(given, own, self._preprocess.replacement, names)
        return LoadedInput(given, parts, None)


def first_piece(inputs):
    """The first of the pieces (p, ...) of a sound, an array or a mapping of names to such."""
    if isinstance(inputs, dict):
        return {name: each[:1] for name, each in inputs.items()}
    return inputs[:1]
