"""The permutation test for groups of inputs, where there is something to permute."""

import logging

import numpy as np

from topomaps.activations.lazy_rows import chosen_rows
from topomaps.statistics.exchangeable_units import permuted_within
from topomaps.statistics.labelled import can_be_permuted, large_enough
from topomaps.statistics.significance import group_separation

logger = logging.getLogger(__name__)


def compared_inputs(activations, inputs):
    """Activations (m, N), group names (m,), strata and blocks, of groups to be compared.

    Strata and blocks (m,) are a mapping, as `group_separation` takes them; None where there are
    none.

    Parameters
    ----------
    activations : array-like, shape (n, N)
        Read only when the result is.
    inputs : topomaps.groups.files.GroupedInputs
        Groups of one input, or of one block that is exchanged as a whole, are left out with a
        warning.
    """
    used, labels = large_enough(inputs.grouping)
    if inputs.blocks is not None:
        used, labels = _of_several_blocks(used, labels, inputs)
    given = {"strata": inputs.strata, "blocks": inputs.blocks}
    within = {key: None if each is None else each[used] for key, each in given.items()}
    return chosen_rows(activations, used), labels, within


def _of_several_blocks(used, labels, inputs):
    """Of inputs (m,) and their groups' names those in groups of several blocks."""
    codes, blocks = inputs.grouping.members[used], inputs.blocks[used]
    if not permuted_within(codes, np.zeros_like(codes), blocks)[1]:
        return used, labels
    pairs = np.unique(np.stack([codes, blocks]), axis=1)
    groups, counts = np.unique(pairs[0], return_counts=True)
    for group in groups[counts < 2]:
        logger.warning(
            "group %r is one block, of unknown variation: it is left out",
            inputs.grouping.names[group],
        )
    kept = np.isin(codes, groups[counts > 1])
    return used[kept], labels[kept]


def separation_of_groups(activations, inputs, *, seed, n_permutations):
    """Test whether groups of inputs differ.

    Parameters
    ----------
    activations : array-like, shape (n, N)
    inputs : topomaps.groups.files.GroupedInputs
        Groups of one input are left out.
    seed, n_permutations
        As of `topomaps.statistics.significance.group_separation`.

    Returns
    -------
    topomaps.statistics.separation.Separation or None
        None, with a warning, where fewer than two groups are left or nothing can be permuted.
    """
    values, labels, within = compared_inputs(activations, inputs)
    strata = within["strata"]
    stratum = np.zeros(len(labels), dtype=int) if strata is None else strata
    if len(set(labels.tolist())) < 2 or not can_be_permuted(labels, stratum):
        logger.warning("there is nothing to permute, so the groups are not tested")
        return None
    return group_separation(values, labels, seed=seed, n_permutations=n_permutations, **within)
