"""Test of one group whether its inputs have one mode, along lines in the components of its layers.

Inputs of one block depend on each other: blocks are split as wholes, and tests see one random input
of each. What depends on a random draw is drawn `N_DRAWS` times, and the p-values are combined.
"""

from typing import NamedTuple

import numpy as np

from topomaps.statistics.chance import cauchy_combined
from topomaps.statistics.dip import dip_p_values, dip_statistic
from topomaps.statistics.directions import cluster_line, discriminants
from topomaps.statistics.halves import halves, one_of_each
from topomaps.statistics.second_mode import second_mode_p

FEW = 20  # blocks; fewer are never called divided
N_DRAWS = 20


class Division(NamedTuple):
    """What was found of one group.

    Attributes
    ----------
    rows : ndarray of int, shape (m,)
        The group's inputs.
    line : ndarray, shape (m,)
        Their places along the line of least p; all are 0 where the group is too small.
    p, dip : float
    acts_like : int
        Group that the line leads to, -1 for none.
    """

    rows: np.ndarray
    line: np.ndarray
    p: float = 1.0
    dip: float = 0.0
    acts_like: int = -1


def towards_groups(features, data, group, blocks, seed):
    """Division along the lines from a group to each other one.

    Parameters
    ----------
    features : list of ndarray (m_f, F)
        Components of the inputs of each fold.
    data : topomaps.statistics.labelled_layers.LabelledLayers
    group : int
    blocks : ndarray of int, shape (n,)
        Code of each input's block; all differ where inputs are independent.
    seed : int

    Returns
    -------
    Division
        Its p-value is multiplied by the number of lines (Bonferroni).
    """
    rows = np.flatnonzero(data.labels == group)
    own = blocks[rows]
    n_blocks = len(np.unique(own))
    if n_blocks < FEW:
        return Division(rows, np.zeros(len(rows)))
    others = [other for other in np.unique(data.labels).tolist() if other != group]
    lines = discriminants(features, data, group, others)
    draws = [one_of_each(own, np.random.default_rng([seed, group, draw]))
             for draw in range(N_DRAWS if n_blocks < len(rows) else 1)]  # fmt: skip
    p = []
    for line, other in zip(lines, others, strict=True):
        place = np.median(line[data.labels == other])
        p.append([_p_towards(line[rows[drawn]], place, seed) for drawn in draws])
    p = np.array([cauchy_combined(each) for each in p])
    dips = np.array([dip_statistic(line[rows]) for line in lines])
    # Equal p-values of unimodal directions are told apart by the dip itself.
    best = int(np.lexsort((-dips, p))[0])
    return Division(rows, lines[best][rows], min(1.0, p[best] * len(p)), dips[best], others[best])


def towards_anything(features, data, group, blocks, seed):
    """Division along lines between two clusters in one half of a group, tested in the other half.

    Parameters are those of `towards_groups`. The p-values of all halves are combined; places are
    those along the line of least p.
    """
    rows = np.flatnonzero(data.labels == group)
    own = blocks[rows]
    if len(np.unique(own)) < FEW:
        return Division(rows, np.zeros(len(rows)))
    p, best = [], None
    for draw in range(N_DRAWS):
        generator = np.random.default_rng([seed, group, draw])
        for half in halves(np.zeros(len(rows), int), generator, blocks=own):
            is_tested = half == 0
            line = _cluster_places(features, data, rows[~is_tested], rows, seed)
            drawn = np.flatnonzero(is_tested)[one_of_each(own[is_tested], generator)]
            p.append(_dip_p(line[drawn], seed))
            # Halves may lead to different clusters, of which the mean of lines would show none.
            best = line if p[-1] < min(p[:-1], default=np.inf) else best
    return Division(rows, best, cauchy_combined(p), dip_statistic(best))


def _p_towards(line, place, seed):
    return cauchy_combined([_dip_p(line, seed), second_mode_p(line, place)])


def _dip_p(line, seed):
    return float(dip_p_values(dip_statistic(line), len(line), seed=seed))


def _cluster_places(features, data, found, tested, seed):
    """Places of the tested inputs on the lines between clusters of others, in each fold.

    `found` and `tested` are numbers of inputs, in increasing order.
    """
    line = np.zeros(len(tested))
    for values, members in zip(features, data.folds, strict=True):
        own = np.flatnonzero(np.isin(members, found))
        here = np.isin(tested, members)
        if len(own) >= FEW // 2 and values.shape[1]:
            line[here] = cluster_line(values, own, np.searchsorted(members, tested[here]), seed)
    return line
