"""Pairs of groups whose single neurons are tested: those that are large enough, as many as fit."""

from itertools import combinations

import numpy as np

from topomaps.statistics.exchangeable_units import permuted_within

MIN_UNITS = 20  # inputs or blocks of each group; fewer are not marked
MAX_PAIRS, MAX_VALUES = 2**11, 2**20  # of a layer: pairs, and pairs times neurons


def units_of_groups(codes, wholes=None):
    """Units (G,) that are permuted of each group: inputs, or blocks that are exchanged as wholes.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
    wholes : ndarray of int, shape (n,), optional
        Block of each input.
    """
    of_units = codes if wholes is None else codes[np.unique(wholes, return_index=True)[1]]
    return np.bincount(of_units)


def marked_pairs(labels, n_neurons, strata=None, blocks=None):
    """Pairs of names of groups, the largest groups first, whose neurons are tested one by one.

    Parameters
    ----------
    labels : array, shape (n,)
    n_neurons : int
    strata, blocks : ndarray of int, shape (n,), optional

    Returns
    -------
    list of tuple of str
        Names in the order of the groups.
    """
    names, codes = np.unique(labels, return_inverse=True)
    stratum = np.zeros(len(codes), dtype=np.int64) if strata is None else strata
    are_wholes = permuted_within(codes, stratum, blocks)[1]
    units = units_of_groups(codes, blocks if are_wholes else None)
    pairs = [
        (-min(units[[a, b]]), a, b)
        for a, b in combinations(range(len(names)), 2)
        if min(units[[a, b]]) >= MIN_UNITS
    ]
    n_pairs = min(MAX_PAIRS, MAX_VALUES // n_neurons)
    return [(str(names[a]), str(names[b])) for _, a, b in sorted(pairs)[:n_pairs]]


def neurons_of_pairs(tests, marked):
    """Tests of pairs, and apart from them the p of the neurons of the marked pairs.

    Parameters
    ----------
    tests : iterable of topomaps.statistics.pairwise.PairTest
    marked : list of tuple of str

    Returns
    -------
    tests : list of topomaps.statistics.pairwise.PairTest
        Without their neurons.
    p : dict of tuple of str -> ndarray, shape (N,)
        Of those of the marked pairs that could be tested.
    """
    marked, kept, found = set(marked), [], {}
    for test in tests:
        pair = str(test.row["first"]), str(test.row["second"])
        if pair in marked and test.neuron_p is not None:
            found[pair] = test.neuron_p
        kept.append(test._replace(neuron_p=None))
    return kept, found
