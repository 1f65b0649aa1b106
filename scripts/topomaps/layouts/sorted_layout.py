"""Method `sorted`: neurons sorted onto places that fill a round disc evenly.

All other methods lay out first and even out afterwards. Here the places are there first, as in grid
layouts of images, and neurons are assigned to them: roughly at first (`sorted_rough`), then by
swaps that lower the cost of the whole layout (`sorted_swaps`): how unlike neighbours are, and how
far the maps are from their blurred and downscaled selves (`sorted_errors`).
"""

import numpy as np

from topomaps.layouts.coordinates import check_features, scale_to_unit
from topomaps.layouts.sorted_errors import error_costs
from topomaps.layouts.sorted_features import dissimilarities, squared_distances, weighed
from topomaps.layouts.sorted_local_swaps import locally_annealed
from topomaps.layouts.sorted_places import neighborhood, rasterized, ring_places
from topomaps.layouts.sorted_reduction import LEADING, isometric, reduced
from topomaps.layouts.sorted_rough import order_by, rough_order
from topomaps.layouts.sorted_swaps import Costs, annealed, total_cost

SMOOTHNESS = 0.5
POWER = 3.5  # of smoothness, that the errors' share in the cost is; at 0.5 it is one part in eleven
PULL = 1.5  # of places that ask for values, in squared distances of these
LARGEST_MATRIX = 512  # neurons of which all pairs are compared
SWAPS, SWAPS_PER_NEURON = 128_000, 250  # swaps that are tried
RUNS = 100  # of the swaps over the number of neurons: few neurons freeze early, the best run counts
N_ALIKE = 10  # neurons that count as like a neuron when swaps are asked for
VECTOR = 8  # single-precision numbers in a vector register


def sorted_layout(features, seed, smoothness=SMOOTHNESS, shown=None):
    """Sort neurons onto an even, round disc, so that neurons which act alike lie side by side.

    Parameters
    ----------
    features : array (n_neurons, n_features)
        At least 4 neurons.
    seed : int
        0 ≤ seed < 2**32; decides on the random start.
    smoothness : float
        From 0 to 1, what counts: 0 neighbours that act alike, 1 maps that change little under blur
        and downscaling.
    shown : array (n_neurons, n_groups), optional
        Values that maps show, where these are not the features: the means of feature maps, which
        are laid out by all their values.

    Returns
    -------
    array (n_neurons, 2)
        Coordinates in [0, 1].

    Raises
    ------
    ValueError
        If smoothness is not within 0 and 1, `shown` is not of these neurons, or the features cannot
        be laid out, see `topomaps.layouts.coordinates.check_features`.
    """
    features = check_features(features, "sorted")
    shown = features if shown is None else _checked_values(shown, len(features))
    places = ring_places(len(features))
    rows, generator = _fewer_columns(weighed(features)), np.random.default_rng(seed)
    order = sorted_order(rows, scaled(shown), places, generator, smoothness)
    positions = np.empty_like(places)
    positions[order] = scale_to_unit(places)
    return positions


def sorted_order(rows, shown, places, generator, smoothness=SMOOTHNESS, wanted=None):
    """Order of neurons on places.

    Parameters
    ----------
    rows : array (N, F)
        What is seen of each neuron, with a mean squared distance of 1; centred or not.
    shown : array (N, G)
        Values that maps show.
    places : array (N, 2)
    generator : numpy.random.Generator
    smoothness : float
    wanted : array (N, G), optional
        Values that each place asks for, where neurons are to lie as on another map.

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    share = _checked_smoothness(smoothness) ** POWER
    near, raster = neighborhood(places), rasterized(places)
    if wanted is None:
        order = rough_order(rows[:, :LEADING], raster, generator)
    else:
        order = order_by(wanted, shown, raster, generator)
    n_steps = SWAPS + SWAPS_PER_NEURON * len(rows)
    if len(rows) > LARGEST_MATRIX:
        layout, asked = (near, raster), None if wanted is None else PULL * wanted
        return locally_annealed(order, rows, layout, shown, share, asked, generator, n_steps)
    squared = squared_distances(rows)
    costs = costs_of(squared, shown, share, wanted)
    np.fill_diagonal(squared, np.inf)
    alike = squared.argpartition(min(N_ALIKE, len(rows) - 1) - 1, axis=1)[:, :N_ALIKE]
    n_runs = max(1, RUNS // len(rows))
    runs = [
        annealed(order, costs, near, alike, generator, n_steps // n_runs) for _ in range(n_runs)
    ]
    # Rounded, so that of turned layouts, which cost the same, the first counts whatever the threads
    return min(runs, key=lambda order: round(total_cost(order, costs, near), 6))


def costs_of(squared, shown, share, wanted):
    """`Costs` of neurons whose rows have these squared distances (N, N), errors having a share."""
    errors = error_costs(shown)
    padded = np.pad(errors.parts, ((0, 0), (0, -errors.parts.shape[1] % VECTOR)))
    pairs = (1 - share) * dissimilarities(squared) + share * errors.clashes
    if wanted is None:
        place_costs = np.zeros(squared.shape)
    else:
        place_costs = -2 * PULL * np.einsum("pg,ng->pn", wanted, shown)
    return Costs(
        pairs.astype(np.float32),
        np.float32(share) * errors.form,
        np.ascontiguousarray(padded, np.float32),
        place_costs.astype(np.float32),
    )


def _checked_smoothness(smoothness):
    if not 0 <= smoothness <= 1:
        raise ValueError(
            f"The option smoothness of the method sorted is {smoothness!r}: choose a number from 0 "
            "(neighbours that act alike) to 1 (smooth maps)."
        )
    return smoothness


def _checked_values(shown, n_neurons):
    """Values (n_neurons, n_groups) that maps show, without groups of NaN, which are empty."""
    shown = np.asarray(shown, dtype=float)
    if shown.ndim != 2 or len(shown) != n_neurons:
        raise ValueError(
            f"The values shown have the shape {shown.shape}; give one row for each of the "
            f"{n_neurons} neurons, with one value per group."
        )
    return shown[:, ~np.isnan(shown).any(axis=0)]


def _fewer_columns(rows):
    """Rows on their principal axes, where they have many columns; large layers keep few."""
    if rows.shape[1] <= LEADING:
        return rows
    return reduced(rows) if len(rows) > LARGEST_MATRIX else isometric(rows)


def scaled(values):
    """Values with a largest size of 1, so that no products overflow; 0 where all are 0."""
    return values / (abs(values).max(initial=0) or 1)
