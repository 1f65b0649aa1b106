"""Groups of inputs in a file between stages."""

from typing import NamedTuple

import numpy as np

from topomaps.common.files import load_arrays, save_arrays
from topomaps.groups.groupings import Grouping


class GroupedInputs(NamedTuple):
    """The groups of an experiment's inputs, and what else later stages need of the inputs.

    Attributes
    ----------
    grouping : topomaps.groups.groupings.Grouping
    correct : ndarray of bool, shape (n,)
        Whether the prediction is known to be right.
    strata : ndarray of int, shape (n,), or None
        Code of the nuisance attributes.
    blocks : ndarray of int, shape (n,), or None
        Code of the attributes whose values mark inputs that depend on each other.
    """

    grouping: Grouping
    correct: np.ndarray
    strata: np.ndarray | None
    blocks: np.ndarray | None = None


def save_groups(path, groups):
    """Write groups (GroupedInputs) to a `.npz` file."""
    grouping = groups.grouping
    codes = {"strata": groups.strata, "blocks": groups.blocks}
    save_arrays(
        path,
        groups=np.array(grouping.names),
        rows=np.array(grouping.rows),
        columns=np.array(grouping.columns),
        members=grouping.members,
        correct=groups.correct,
        **{key: each for key, each in codes.items() if each is not None},
    )


def load_groups(path):
    """Read groups written by `save_groups`."""
    arrays = load_arrays(path)
    names, rows, columns = (tuple(arrays[key].tolist()) for key in ("groups", "rows", "columns"))
    grouping = Grouping(names, rows, columns, arrays["members"])
    return GroupedInputs(grouping, arrays["correct"], arrays.get("strata"), arrays.get("blocks"))
