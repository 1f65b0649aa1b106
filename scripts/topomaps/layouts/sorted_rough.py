"""Rough order of a sorted layout: which neurons belong to which part of the disc.

Linear assignment sorting (Barthel et al. 2023, "Improved Evaluation and Generation of Grid Layouts
using Distance Preservation Quality and Linear Assignment Sorting") smooths the neurons' features
over the places, with Gaussians of shrinking width, and assigns neurons anew to the places whose
smoothed features they fit. Here, as in its fast variant, neurons are assigned within small sets, of
two at a time, which are drawn no further apart than the Gaussian is wide. Beyond the rim, features
count as 0, so that strong neurons move inwards.
"""

import numpy as np

from topomaps.common.numba_cache import compiled

FIRST_WIDTH = 0.35  # of the disc's diameter
LAST_WIDTH = 0.7  # in distances between rings
DECAY = 0.8
TRIES = 30  # pairs for each place and width
TRUNCATE = 3.0  # widths at which a Gaussian ends


def rough_order(rows, raster, generator):
    """Sort neurons onto places from a random start.

    Parameters
    ----------
    rows : array (N, F)
        What is seen of each neuron.
    raster : topomaps.layouts.sorted_places.Raster
        Of the places.
    generator : numpy.random.Generator

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    cells, places = raster

    def smoothed(order, width):
        return _smoothed(rows[order], cells, places.shape, _gaussian(width))

    return _fitted(smoothed, rows, raster, generator)


def _gaussian(width):
    """Half of a normalised Gaussian, from its middle outwards."""
    half = np.exp(-((np.arange(int(TRUNCATE * width) + 2) / width) ** 2) / 2)
    return half / (2 * half.sum() - half[0])


def order_by(wanted, rows, raster, generator):
    """Sort neurons onto places that ask for given rows, as `rough_order` does.

    Parameters
    ----------
    wanted : array (N, F)
        Row that each place asks for.
    rows : array (N, F)
    raster : topomaps.layouts.sorted_places.Raster
    generator : numpy.random.Generator

    Returns
    -------
    int array (N,)
        Neuron at each place.
    """
    return _fitted(lambda order, width: wanted, rows, raster, generator)


def _fitted(asked, rows, raster, generator):
    """Order (N,) of neurons that fit what places ask for: rows (N, F) by an order and a width."""
    cells, places = raster
    order = generator.permutation(len(cells))
    width = FIRST_WIDTH * max(places.shape)
    while width > LAST_WIDTH:
        n_tries, reach = TRIES * len(order), 2 * width
        _fit_pairs(order, rows, asked(order, width), cells, places, reach, generator, n_tries)
        width *= DECAY
    return order


@compiled
def _smoothed(rows, cells, shape, half):
    """Rows (N, F) summed into cells, smoothed along both axes, and read at each place again."""
    height, width = shape
    n_features = rows.shape[1]
    field = np.zeros((height, width, n_features))
    for place in range(len(rows)):
        y, x = cells[place]
        for f in range(n_features):
            field[y, x, f] += rows[place, f]
    across = np.zeros_like(field)
    for y in range(height):
        for x in range(width):
            for other in range(max(0, x - len(half) + 1), min(width, x + len(half))):
                weight = half[abs(x - other)]
                for f in range(n_features):
                    across[y, x, f] += weight * field[y, other, f]
    field[:] = 0
    for y in range(height):
        for other in range(max(0, y - len(half) + 1), min(height, y + len(half))):
            weight = half[abs(y - other)]
            for x in range(width):
                for f in range(n_features):
                    field[y, x, f] += weight * across[other, x, f]
    smooth = np.empty_like(rows)
    for place in range(len(rows)):
        y, x = cells[place]
        smooth[place] = field[y, x]
    return smooth


@compiled
def _fit_pairs(order, rows, smooth, cells, raster, reach, generator, n_tries):
    """Swap neurons of pairs of places whose smoothed features fit better the other way round."""
    height, width = raster.shape
    for _ in range(n_tries):
        one = int(generator.random() * len(order))
        y = cells[one, 0] + round((2 * generator.random() - 1) * min(reach, height))
        x = cells[one, 1] + round((2 * generator.random() - 1) * min(reach, width))
        if not (0 <= y < height and 0 <= x < width):
            continue
        two = raster[y, x]
        if two < 0:
            continue
        fit = 0.0
        for f in range(rows.shape[1]):
            fit += (rows[order[one], f] - rows[order[two], f]) * (smooth[two, f] - smooth[one, f])
        if fit > 0:
            order[one], order[two] = order[two], order[one]
