"""Regions found in one half of the inputs and tested in the other, so that p is of new inputs."""

from dataclasses import replace

import numpy as np

from topomaps.layouts.compute import compute_layout
from topomaps.maps.named_regions import named_region_table
from topomaps.maps.region_inputs import region_activations
from topomaps.maps.regions import ABOVE, find_regions
from topomaps.profiles.naps import group_means, profiles_of_means
from topomaps.statistics.grouped_inputs import separation_of_groups


def largest_regions(values, members, names, method, seed, layouts, **regions):
    """Largest region above the mean of each group, found in some inputs and laid out by these.

    Parameters
    ----------
    values : array-like, shape (n, N)
    members : ndarray of int, shape (n,)
    names : sequence of str
        Of the groups.
    method, seed, layouts
        As of `topomaps.layouts.compute.compute_layout`.
    **regions
        As of `topomaps.maps.regions.find_regions`.

    Returns
    -------
    dict of str -> ndarray of int
        Neurons by group; groups without a region are left out.
    """
    sampled = [np.flatnonzero(members == group) for group in range(len(names))]
    naps, features = profiles_of_means(group_means(values, sampled), pool_maps=True)
    positions = compute_layout(method, features, seed, shown=naps.T, **layouts)
    found = find_regions(naps, positions, list(names), **regions)
    found = found[(found["direction"] == ABOVE) & (found["region"] == 0)]
    return {group: rows["neuron"].to_numpy() for group, rows in found.groupby("group", sort=False)}


def regions_in_half(values, inputs, second, found, *, seed, n_permutations):
    """Table of regions found in one half, tested in the other.

    Parameters
    ----------
    values : array-like, shape (n, N)
    inputs : topomaps.groups.files.GroupedInputs
    second : ndarray of int, shape (n,)
        Members of the half in which regions are tested.
    found : dict of str -> ndarray of int
        As of `largest_regions`.
    seed, n_permutations
        As of `topomaps.statistics.significance.group_separation`.

    Returns
    -------
    pandas.DataFrame
        As of `topomaps.maps.named_regions.named_region_table`, of the NAPs of the second half.
    """
    grouping, test = inputs.grouping, None
    tested = inputs._replace(grouping=replace(grouping, members=second))
    if found:
        means = region_activations(values, list(found.values()))
        test = separation_of_groups(means, tested, seed=seed, n_permutations=n_permutations)
    sampled = [np.flatnonzero(second == group) for group in range(len(grouping.names))]
    naps, _ = profiles_of_means(group_means(values, sampled), pool_maps=True)
    return named_region_table(found, naps, grouping.names, ["given"] * len(naps), test)
