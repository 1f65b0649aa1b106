"""The permutation test for groups of inputs, where there is something to permute."""

import logging

import numpy as np

from topomaps.activations.lazy_rows import chosen_rows
from topomaps.statistics.labelled import can_be_permuted, large_enough
from topomaps.statistics.significance import group_separation

logger = logging.getLogger(__name__)


def compared_inputs(activations, inputs):
    """Activations (m, N), group names (m,), and strata (m,) or None, of groups to be compared.

    Parameters
    ----------
    activations : array-like, shape (n, N)
        Read only when the result is.
    inputs : topomaps.groups.files.GroupedInputs
    """
    used, labels = large_enough(inputs.grouping)
    strata = None if inputs.strata is None else inputs.strata[used]
    return chosen_rows(activations, used), labels, strata


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
    values, labels, strata = compared_inputs(activations, inputs)
    stratum = np.zeros(len(labels), dtype=int) if strata is None else strata
    if len(set(labels.tolist())) < 2 or not can_be_permuted(labels, stratum):
        logger.warning("there is nothing to permute, so the groups are not tested")
        return None
    return group_separation(values, labels, seed=seed, strata=strata, n_permutations=n_permutations)
