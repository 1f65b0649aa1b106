"""Average activations of groups of inputs, where an extraction keeps only these of feature maps."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from topomaps.common.files import save_arrays

SUFFIX = ".group_means.npz"


class GroupMeans(NamedTuple):
    """Groups of one draw of inputs and their average activations.

    Attributes
    ----------
    names, rows, columns, kinds : tuple of str, length G
        As of `topomaps.groups.sampling.SampledGroups`.
    counts : ndarray of int, shape (G,)
        Inputs per group.
    examples : ndarray of int, shape (G,)
        A random input of each group, -1 for none.
    means : ndarray of float64, shape (G, height, width, N)
        NaN for groups without inputs.
    """

    names: tuple
    rows: tuple
    columns: tuple
    kinds: tuple
    counts: np.ndarray
    examples: np.ndarray
    means: np.ndarray


def save_group_means(path, sums):
    """Write the sums (dict of name of an analysis -> GroupMeans) of one layer to a `.npz` file."""
    arrays = {
        f"{analysis}/{key}": np.asarray(value)
        for analysis, each in sums.items()
        for key, value in each._asdict().items()
    }
    save_arrays(path, **arrays)


def load_group_means(folder, layer, analysis):
    """Sums of an analysis in the folder of an extraction; None where it keeps none of it."""
    path = Path(folder) / f"{layer}{SUFFIX}"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as archive:
        if f"{analysis}/means" not in archive:
            return None
        arrays = {key: archive[f"{analysis}/{key}"] for key in GroupMeans._fields}
    texts = {key: tuple(arrays[key].tolist()) for key in ("names", "rows", "columns", "kinds")}
    return GroupMeans(**{**arrays, **texts})
