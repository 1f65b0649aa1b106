"""Layouts of several layers or networks in which places mean the same.

Neurons of all layers act in the same groups, so that they can be compared. They are sorted together
onto one disc, and then each layer's alone onto a disc of its own, each place of which asks for what
lies at the same place of the common disc.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from topomaps.layouts.coordinates import check_features, scale_to_unit, warn_of_profiles
from topomaps.layouts.sorted_features import weighed
from topomaps.layouts.sorted_layout import SMOOTHNESS, sorted_order
from topomaps.layouts.sorted_places import ring_places
from topomaps.layouts.sorted_reduction import reduced

AVERAGED = 30  # neurons of the common disc that a place takes the mean of


def shared_layouts(
    features: Sequence[NDArray[Any]], seed: int, smoothness: float = SMOOTHNESS
) -> list[NDArray[np.float64]]:
    """Lay out several layers so that the same place means the same in all of them.

    Parameters
    ----------
    features : list of array (n_neurons, n_groups)
        NAPs of each layer's neurons in the same groups, in the same order.
    seed : int
        0 ≤ seed < 2**32; decides on the random starts.
    smoothness : float
        As of `topomaps.layouts.sorted_layout.sorted_layout`. A neuron's strength counts relatively
        to the others of its layer.

    Returns
    -------
    list of array (n_neurons, 2)
        Coordinates in [0, 1] of each layer's neurons, each on an even disc.

    Raises
    ------
    ValueError
        If there is no layer, layers differ in their numbers of groups, or one of them cannot be
        laid out.
    """
    features = list(features)
    for each in features:
        warn_of_profiles(each)
    features = [check_features(each, "sorted") for each in features]
    widths = [each.shape[1] for each in features]
    if len(set(widths)) != 1:
        raise ValueError(
            f"Layers with {', '.join(map(str, widths)) or 'no'} values per neuron cannot share a "
            "layout: give one or more layers the NAPs of the same groups, not of feature maps."
        )
    rows = reduced(np.concatenate([weighed(each) for each in features]))
    shown = np.concatenate([weighed(each, 1) for each in features])
    common = ring_places(len(rows))
    order = sorted_order(rows, shown, common, np.random.default_rng([seed, 0]), smoothness)
    ends = np.cumsum([len(each) for each in features])[:-1]
    layers = zip(np.split(rows, ends), np.split(shown, ends), strict=True)
    return [
        _own_layout(*each, common, shown[order], np.random.default_rng([seed, layer]), smoothness)
        for layer, each in enumerate(layers, start=1)
    ]


def _own_layout(rows, shown, common, common_values, generator, smoothness):
    """Layout of one layer whose places ask for what lies at the same places of the common disc."""
    places = ring_places(len(rows))
    radius, common_radius = (np.hypot(*each.T).max() for each in (places, common))
    n_averaged = min(AVERAGED, len(common))
    _, nearest = cKDTree(common).query(places * common_radius / radius, n_averaged)
    wanted = common_values[nearest].mean(axis=1)
    positions = np.empty_like(places)
    order = sorted_order(rows, shown, places, generator, smoothness, wanted)
    positions[order] = scale_to_unit(places)
    return positions
