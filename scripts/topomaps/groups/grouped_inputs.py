"""The groups of an analysis with all that later stages need of its inputs."""

from topomaps.groups.factors import dependent_blocks, strata
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import group_inputs
from topomaps.groups.outcomes import correctness


def grouped_inputs(known, *, nuisance=(), blocks=(), **grouping):
    """Group inputs, and say which are right, which can be permuted, and which depend on others.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    nuisance, blocks : sequence of str
        Attributes, as of `topomaps.groups.factors.strata` and `dependent_blocks`.
    **grouping
        by, only and min_size, as of `topomaps.groups.groupings.group_inputs`.

    Returns
    -------
    topomaps.groups.files.GroupedInputs

    Raises
    ------
    ValueError
        As of these functions.
    """
    grouped = group_inputs(known, **grouping)
    right, _ = correctness(known)
    return GroupedInputs(grouped, right, strata(known, nuisance), dependent_blocks(known, blocks))
