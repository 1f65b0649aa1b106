"""Which groups of an explorer can be tested, and the words where they cannot."""

from typing import NamedTuple

import numpy as np

from topomaps.statistics.exchangeable_units import permuted_within
from topomaps.statistics.grouped_inputs import compared_inputs
from topomaps.statistics.labelled import can_be_permuted
from topomaps.statistics.marked_pairs import units_of_groups

OF_CHECKPOINTS = "Groups of checkpoints are not tested: they are of the same inputs."
TOO_FEW_GROUPS = "There are not two groups of two inputs or blocks, so nothing is tested."
NOTHING = "Nothing can be permuted: every value of the nuisance attributes is in one group only."


class Testing(NamedTuple):
    """What is permuted in the tests of an analysis.

    Attributes
    ----------
    units : dict of str -> int
        Units of each group that is tested.
    are_blocks : bool
        Whether these are blocks of inputs; else they are inputs.
    why : str
        Why there are no tests; "" where there are.
    """

    units: dict
    are_blocks: bool
    why: str


def testing_of(inputs, by):
    """What is permuted when groups of inputs are tested.

    Parameters
    ----------
    inputs : topomaps.groups.files.GroupedInputs
    by : list of str

    Returns
    -------
    Testing
    """
    if by == ["checkpoint"]:
        return Testing({}, False, OF_CHECKPOINTS)
    try:
        _, labels, within = compared_inputs(np.empty((len(inputs.grouping.members), 0)), inputs)
        names, codes = np.unique(labels, return_inverse=True)
        if len(names) < 2:
            return Testing({}, False, TOO_FEW_GROUPS)
        strata = np.zeros_like(codes) if within["strata"] is None else within["strata"]
        exchanged, are_blocks = permuted_within(codes, strata, within["blocks"])
    except ValueError as error:  # says which blocks or strata do not fit
        return Testing({}, False, str(error))
    units = units_of_groups(codes, within["blocks"] if are_blocks else None)
    why = "" if can_be_permuted(codes, exchanged) else NOTHING
    return Testing(dict(zip(names.tolist(), units.tolist(), strict=True)), are_blocks, why)
