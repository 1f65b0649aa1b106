"""Regions to explain: the largest of each group, named ones, or a group's significant neurons."""

from typing import NamedTuple

import numpy as np

from topomaps.groups.sampling import GIVEN
from topomaps.maps.region_inputs import largest_rows, region_activations
from topomaps.maps.regions import ABOVE

REGIONS, SIGNIFICANT = "regions", "significant"


class ExplainedRegion(NamedTuple):
    """Neurons that are explained together.

    Attributes
    ----------
    name : str
        As somebody has named them, or the group's.
    group : str
        Group to which they respond most, or in which they were found.
    neurons : ndarray of int
    """

    name: str
    group: str
    neurons: np.ndarray


def largest_regions(found, n_regions):
    """The largest region above the mean of each group.

    Parameters
    ----------
    found : pandas.DataFrame
        As of `topomaps.maps.regions.find_regions`.
    n_regions : int
        Of more groups, those with the largest regions, in the order of the groups.

    Returns
    -------
    list of ExplainedRegion
    """
    chosen = found[(found["direction"] == ABOVE) & (found["region"] == 0)]
    regions = [
        ExplainedRegion(str(group), str(group), rows["neuron"].to_numpy())
        for group, rows in chosen.groupby("group", sort=False)
    ]
    return _largest(regions, n_regions)


def significant_regions(tested, naps, groups, alpha, n_regions):
    """The neurons of each group whose mean lies above the mean over groups by more than chance.

    Parameters
    ----------
    tested : dict
        Arrays of the test of neurons: `groups` (G,) and family-wise `p` (G, N).
    naps : ndarray, shape (G', N)
    groups : sequence of str, length G'
    alpha : float
    n_regions : int

    Returns
    -------
    list of ExplainedRegion
        Groups without such a neuron are left out.
    """
    places, regions = list(groups), []
    for name, p in zip(tested["groups"].tolist(), tested["p"], strict=True):
        neurons = np.flatnonzero((p <= alpha) & (naps[places.index(name)] > 0))
        if len(neurons):
            regions.append(ExplainedRegion(name, name, neurons))
    return _largest(regions, n_regions)


def named_ones(regions, naps, groups, kinds, found_in=None):
    """Named regions, each with the group that it was found in or responds to most.

    Parameters
    ----------
    regions : dict of str -> ndarray of int
    naps : ndarray, shape (G, N)
    groups, kinds : sequence of str, length G
    found_in : dict of str -> str, optional

    Returns
    -------
    list of ExplainedRegion
    """
    given = [place for place, kind in enumerate(kinds) if kind == GIVEN]
    explained = []
    for name, neurons in regions.items():
        means = naps[given][:, neurons].mean(axis=1)
        group = str(groups[given[int(np.nanargmax(means))]])
        said = (found_in or {}).get(name)
        explained.append(ExplainedRegion(name, said if said in groups else group, neurons))
    return explained


def _largest(regions, n_regions):
    order = np.argsort([-len(each.neurons) for each in regions], kind="stable")[:n_regions]
    return [regions[place] for place in sorted(order)]


def extreme_inputs(activations, regions, n_inputs):
    """Inputs that excite each region most, and least.

    Parameters
    ----------
    activations : array-like, shape (n, N)
        Feature maps averaged.
    regions : list of ExplainedRegion, length R
    n_inputs : int

    Returns
    -------
    most, least : ndarray of int, shape (R, at most n_inputs)
    values : tuple of ndarray of float64, of the same shapes
        Mean activation of the region.
    """
    means = region_activations(activations, [each.neurons for each in regions])
    most, least = largest_rows([means], n_inputs), largest_rows([-means], n_inputs)
    return most[1].T, least[1].T, (most[0].T, -least[0].T)
