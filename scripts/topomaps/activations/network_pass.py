"""One pass, or two, of all inputs through a network."""

import numpy as np

from topomaps.activations.extraction import OUTPUTS, KeptLayer, run_network
from topomaps.activations.growing_arrays import GrowingArray


class NetworkPass:
    """What a network computes of all inputs, written to a folder.

    Parameters
    ----------
    folder : pathlib.Path
    layers : dict of str -> KeptLayer
        What is kept of each layer, by file name.
    n_inputs : int

    Attributes
    ----------
    read : ndarray of bool, shape (n,)
        The inputs that came.
    """

    def __init__(self, folder, layers, n_inputs):
        self.layers, self.n_inputs = layers, n_inputs
        self.read = np.zeros(n_inputs, dtype=bool)
        self.outputs = GrowingArray(folder / OUTPUTS, n_inputs)

    @property
    def names(self):
        """Names of the layers in the network, each once."""
        return list(dict.fromkeys(kept.layer for kept in self.layers.values()))

    def run(self, forward, batches, first=0):
        """Take all batches; their positions are counted from `first` on."""

        def take(positions, found, outputs):
            self.read[first + positions] = True
            for kept in self.layers.values():
                kept.add(first + positions, found[kept.layer])
            if outputs is not None:
                self.outputs.append(outputs)

        run_network(forward, batches, take)
        if not self.read[first:].any():
            raise ValueError("none of the inputs could be read, so there are no activations")

    def run_again(self, forward, batches, sums):
        """Sum the feature maps of groups that are known only after the first run.

        `sums` has the groups of each layer, by file name and part.
        """

        def take(positions, found, outputs):
            for file, groups in sums.items():
                self.layers[file].add_sums(positions, found[self.layers[file].layer], groups)

        run_network(forward, batches, take)
        for file, groups in sums.items():
            self.layers[file].sums |= groups

    def close(self):
        """Write what is left; outputs (m, C) of the inputs that were read, None without any."""
        for kept in self.layers.values():
            kept.close(self.read)
        self.outputs.close()
