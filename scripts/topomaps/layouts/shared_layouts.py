"""Layouts of several layers or networks in which places mean the same.

Neurons of all layers act in the same groups, so that they can be compared. They are sorted together
onto one disc, and then each layer's alone onto a disc of its own, each place of which asks for what
lies at the same place of the common disc. On that one, layers lie apart where their neurons differ,
so that each layer is sorted again after the others' maps, in turns.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from topomaps.layouts.coordinates import check_features, scale_to_unit
from topomaps.layouts.sorted_features import weighed
from topomaps.layouts.sorted_layout import SMOOTHNESS, sorted_order
from topomaps.layouts.sorted_places import ring_places
from topomaps.layouts.sorted_reduction import reduced

AVERAGED = 30  # neurons of the common disc that a place takes the mean of
BESIDE = 5  # neurons of another layer that a place takes the mean of
TURNS = 3  # of sorting each layer after the others


def shared_layouts(
    features: Sequence[NDArray[Any]], seed: int = 0, smoothness: float = SMOOTHNESS
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
    by_layer = zip(np.split(rows, ends), np.split(shown, ends), strict=True)
    layers = [
        _Layer(*each, np.random.default_rng([seed, number]), smoothness)
        for number, each in enumerate(by_layer, start=1)
    ]
    for layer in layers:
        layer.sort(_beside(len(layer.places), shown[order], AVERAGED))
    for layer in layers * (TURNS if len(layers) > 1 else 0):
        others = [each.map for each in layers if each is not layer]
        layer.sort(np.mean([_beside(len(layer.places), each, BESIDE) for each in others], axis=0))
    return [layer.layout for layer in layers]


class _Layer:
    """One layer and its order on a disc of its own."""

    def __init__(self, rows, shown, generator, smoothness):
        self.places = ring_places(len(rows))
        self._rows, self._shown = rows, shown
        self._generator, self._smoothness = generator, smoothness

    def sort(self, wanted):
        """Sort the neurons onto places that ask for these values (n_neurons, n_groups)."""
        given = self._rows, self._shown, self.places, self._generator, self._smoothness
        self._order = sorted_order(*given, wanted)

    @property
    def map(self):
        """Values (n_neurons, n_groups) that each place shows."""
        return self._shown[self._order]

    @property
    def layout(self):
        """Coordinates (n_neurons, 2) in [0, 1]."""
        positions = np.empty_like(self.places)
        positions[self._order] = scale_to_unit(self.places)
        return positions


@lru_cache(maxsize=16)
def _nearest(n_places, n_others, n_averaged):
    """Places of another disc that lie nearest to each place, as array (n_places, n_averaged)."""
    places, others = ring_places(n_places), ring_places(n_others)
    radius, other_radius = (np.hypot(*each.T).max() for each in (places, others))
    nearest = range(1, 1 + min(n_averaged, n_others))
    return cKDTree(others).query(places * other_radius / radius, nearest)[1]


def _beside(n_places, values, n_averaged):
    """Means of the values (M, G) of another disc around each place."""
    return values[_nearest(n_places, len(values), n_averaged)].mean(axis=1)
