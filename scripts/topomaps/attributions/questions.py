"""What is asked of a network: which regions, and by which inputs that excite them."""

from typing import NamedTuple

import numpy as np

from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, load_table
from topomaps.common.seeds import generator_for
from topomaps.groups.files import load_groups
from topomaps.maps.explained_regions import (
    SIGNIFICANT,
    extreme_inputs,
    largest_regions,
    named_ones,
    significant_regions,
)
from topomaps.maps.named_regions import read_named_regions, shown_groups

FILES = ("maps", "neurons", "groups", "named", "tested")  # of `questions_of`
N_REFERENCE = 64  # ASSUME: inputs enough to tell what neurons respond to


class Questions(NamedTuple):
    """Regions to explain, R, and inputs to explain them by.

    Attributes
    ----------
    regions : list of ExplainedRegion, length R
    most, least : ndarray of int, shape (R, K)
        Numbers of the inputs that excite each region most, and least.
    activations : tuple of ndarray of float64, shape (R, K)
        The region's activity in both.
    members : list of ndarray of int, length R
        Some inputs of the region's group.
    reference : ndarray of int
        Some inputs of all groups.
    """

    regions: list
    most: np.ndarray
    least: np.ndarray
    activations: tuple
    members: list
    reference: np.ndarray


def files_of(given):
    """What there is of the files that questions and their network are read from, by name.

    Parameters
    ----------
    given : mapping of str to path-like
        `dataset`, `model` (a list of one file, or none), and those of `FILES` that are needed.

    Returns
    -------
    dict
        As adapters take them: `network`, None without a file, in place of `model`.
    """
    network = given.get("model")
    found = {"dataset": given["dataset"], "network": network[0] if network else None}
    return found | {key: given[key] for key in FILES if given.get(key)}


def questions_of(
    source, layer, chosen, names, *, maps, neurons, groups, named=None, region_layer=None,
    tested=None,
):  # fmt: skip
    """Read which regions are to be explained, and choose inputs.

    Parameters
    ----------
    source, layer
        As of `topomaps.activations.layer.open_layer_activations`.
    chosen : dict
        `neurons` ("regions" or "significant"), `n_regions`, `n_inputs`, `alpha`, and perhaps
        `n_of_group`, none if left out.
    names : sequence
        What the draws of inputs are seeded by.
    maps, neurons, groups : path-like
        Maps, the table of all regions, and the groups of inputs.
    named, region_layer : path-like and str, optional
        Table of named regions, and what it calls the layer.
    tested : path-like, optional
        The test of neurons.

    Returns
    -------
    Questions
    """
    shown = load_arrays(maps)
    known = shown["naps"], shown["groups"].tolist()
    if chosen["neurons"] == SIGNIFICANT:
        regions = significant_regions(
            load_arrays(tested), *known, chosen["alpha"], chosen["n_regions"]
        )
    else:
        found = load_table(neurons, dtype={"region": int, "group": str})
        regions = largest_regions(found, chosen["n_regions"])
    if named:
        members = read_named_regions(named, region_layer, known[0].shape[1])
        regions += named_ones(
            members, *known, shown["kinds"].tolist(), shown_groups(named, region_layer)
        )
    grouping = load_groups(groups).grouping
    means = open_layer_activations(**source, layer=layer).means
    most, least, activations = extreme_inputs(means, regions, chosen["n_inputs"])
    reference = _drawn(np.arange(len(grouping.members)), N_REFERENCE, *names, "reference")
    n_of_group = chosen.get("n_of_group", 0)
    of_groups = [_members(grouping, each.group, n_of_group, names) for each in regions]
    return Questions(regions, most, least, activations, of_groups, reference)


def _members(grouping, group, n_inputs, names):
    """Some inputs of a group, none of a random one."""
    inputs = np.zeros(0, dtype=int)
    if group in grouping.names:
        inputs = np.flatnonzero(grouping.members == grouping.names.index(group))
    return _drawn(inputs, n_inputs, *names, "members", group)


def _drawn(inputs, n_inputs, *names):
    generator = generator_for(*names)
    return np.sort(generator.choice(inputs, min(n_inputs, len(inputs)), replace=False))
