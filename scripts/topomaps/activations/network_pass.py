"""Passes of all inputs through a network, and what they leave in a folder."""

import numpy as np

from topomaps.activations.extraction import run_network
from topomaps.activations.growing_arrays import GrowingArray
from topomaps.activations.layer_lists import OUTPUTS
from topomaps.models.predictions import predicted


class NetworkPass:
    """What a network computes of all inputs, written to a folder.

    Parameters
    ----------
    folder : pathlib.Path
    layers : dict of str -> topomaps.activations.extraction.KeptLayer
        What is kept of each layer, by file name.
    n_inputs : int
    index : topomaps.activations.token_index.TokenIndex, optional
        Of the texts, where their tokens are the inputs; predictions are of texts, and left out.

    Attributes
    ----------
    read : ndarray of bool, shape (n,)
        The inputs that came.
    """

    def __init__(self, folder, layers, n_inputs, index=None):
        self.layers, self.read = layers, np.zeros(n_inputs, dtype=bool)
        self._index = index
        self._outputs = GrowingArray(folder / f"{OUTPUTS}.npy", n_inputs)

    def run(self, forward, batches, first=0):
        """Take all batches; their positions are counted from `first` on."""

        def take(positions, found, outputs):
            self.read[self._inputs_of(first + positions)] = True
            for kept in self.layers.values():
                kept.add(first + positions, *_with_mask(found[kept.layer]))
            if outputs is not None and self._index is None:
                self._outputs.append(outputs)

        run_network(forward, batches, take)

    def _inputs_of(self, positions):
        """Numbers of the inputs of a batch: themselves, or the tokens of texts."""
        return positions if self._index is None else self._index.tokens_of(positions)

    def predictions(self, class_names):
        """Predicted class (n,) of each input, -1 where it was not read, and the classes' names.

        Returns
        -------
        dict
            `predictions` and `prediction_names`, as of `topomaps.activations.inputs.InputTable`.

        Raises
        ------
        ValueError
            If no input was read at all.
        """
        check_read(self.read)
        self._outputs.close()
        outputs = None
        if self._outputs.length:
            outputs = np.load(self._outputs.path, mmap_mode="r", allow_pickle=False)
        codes, names = predicted(outputs, class_names)
        if codes is None:
            return {"predictions": None, "prediction_names": ()}
        found = np.full(len(self.read), -1)
        found[self.read] = codes
        return {"predictions": found, "prediction_names": tuple(names.tolist())}

    def run_again(self, forward, batches, sums):
        """Sum the feature maps of groups that are known only after the first run.

        `sums` has the groups of each layer, by file name and part.
        """

        def take(positions, found, outputs):
            for file, groups in sums.items():
                values, _ = _with_mask(found[self.layers[file].layer])
                self.layers[file].add_sums(positions, values, groups)

        if sums:
            run_network(forward, batches, take)
        for file, groups in sums.items():
            self.layers[file].sums |= groups

    def close(self):
        """Write what is left."""
        for kept in self.layers.values():
            kept.close(self.read)

    def close_arrays(self):
        """Write what is left of a part of the inputs: neither predictions nor sums."""
        self._outputs.close()
        for kept in self.layers.values():
            kept.close_arrays()


def _with_mask(found):
    """Activations of a layer, and which of their tokens are real; None where all are."""
    return found if isinstance(found, tuple) else (found, None)


def check_read(read):
    """Refuse inputs (n,) bool of which none was read."""
    if not read.any():
        raise ValueError("none of the inputs could be read, so there are no activations")
