"""Method `sorted`: neurons sorted onto places that fill a round disc evenly.

All other methods lay out first and even out afterwards. Here the places are there first, as in grid
layouts of images, and neurons are assigned to them: roughly at first (`sorted_rough`), then by
swaps that lower the cost of the whole layout (`sorted_swaps`).
"""

import numpy as np

from topomaps.layouts.coordinates import check_features, scale_to_unit
from topomaps.layouts.sorted_features import dissimilarities, squared_distances, weighed
from topomaps.layouts.sorted_local_swaps import locally_annealed
from topomaps.layouts.sorted_places import neighborhood, rasterized, ring_places
from topomaps.layouts.sorted_reduction import LEADING, isometric, reduced
from topomaps.layouts.sorted_rough import order_by, rough_order
from topomaps.layouts.sorted_swaps import annealed

STRENGTH = 0.75
RIM = 0.22  # cost of strength at the rim, in mean squared distances
RIM_FROM = 128  # neurons; of smaller discs most is rim, which therefore counts less
PULL = 1.0  # of places that ask for a row, in squared distances
LARGEST_MATRIX = 512  # neurons of which all pairs are compared
SWAPS, SWAPS_PER_NEURON = 128_000, 250  # swaps that are tried
N_ALIKE = 10  # neurons that count as like a neuron when swaps are asked for


def sorted_layout(features, seed, strength=STRENGTH):
    """Sort neurons onto an even, round disc, so that neurons which act alike lie side by side.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        0 ≤ seed < 2**32; decides on the random start.
    strength : float
        How much a neuron's strength counts beside what it responds to, from 0 to 1: rows of
        features are scaled to the length |x|^strength, so that 0 compares directions alone (good
        where neurons differ in what they do) and 1 the features as they are (good where many are
        nearly dead, whose directions are noise).

    Returns
    -------
    array (n_neurons, 2)
        Coordinates in [0, 1].

    Raises
    ------
    ValueError
        If strength is not within 0 and 1, or the features cannot be laid out, see
        `topomaps.layouts.coordinates.check_features`.
    """
    if not 0 <= strength <= 1:
        raise ValueError(
            f"The option strength of the method sorted is {strength!r}: choose a number from 0 "
            "(directions of features) to 1 (features as they are)."
        )
    features = check_features(features, "sorted")
    places = ring_places(len(features))
    rows = _fewer_columns(weighed(features, strength))
    order = sorted_order(rows, places, np.random.default_rng(seed))
    positions = np.empty_like(places)
    positions[order] = scale_to_unit(places)
    return positions


def sorted_order(rows, places, generator, wanted=None):
    """Order of neurons on places.

    Parameters
    ----------
    rows : array (N, F)
        What is seen of each neuron, with a mean squared distance of 1; centred or not.
    places : array (N, 2)
    generator : numpy.random.Generator
    wanted : array (N, F), optional
        Row that each place asks for, where neurons are to lie as on another map.

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    near, raster = neighborhood(places), rasterized(places)
    if wanted is None:
        order = rough_order(rows[:, :LEADING], raster, generator)
        wanted = np.zeros_like(rows)
    else:
        order = order_by(wanted, rows, raster, generator)
    strengths = rim_strengths(rows)
    n_steps = SWAPS + SWAPS_PER_NEURON * len(rows)
    if len(rows) > LARGEST_MATRIX:
        layout = near, raster
        return locally_annealed(order, rows, layout, strengths, PULL * wanted, generator, n_steps)
    tolls = np.outer(near.openness, strengths) - 2 * PULL * np.einsum("pf,nf->pn", wanted, rows)
    squared = squared_distances(rows)
    costs = dissimilarities(squared)
    np.fill_diagonal(squared, np.inf)
    alike = squared.argpartition(min(N_ALIKE, len(rows) - 1) - 1, axis=1)[:, :N_ALIKE]
    return annealed(order, costs, near, tolls.astype(np.float32), alike, generator, n_steps)


def rim_strengths(rows):
    """What each neuron of rows (N, F) costs at a place that has nothing around."""
    share = min(1.0, np.sqrt(len(rows) / RIM_FROM))
    return RIM * share * (rows**2).sum(axis=1) ** 2


def _fewer_columns(rows):
    """Rows on their principal axes, where they have many columns; large layers keep few."""
    if rows.shape[1] <= LEADING:
        return rows
    return reduced(rows) if len(rows) > LARGEST_MATRIX else isometric(rows)
