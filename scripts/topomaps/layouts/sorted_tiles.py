"""Tiles of a large disc, so that what swaps look at fits into the processor's cache.

Places are numbered ring by ring, whose neighbours on the next ring lie far off in memory. In a
large layer they are numbered anew, tile by tile, and swaps go through one tile after the other.
"""

import numpy as np

WHOLE = 8192  # places that make one tile
SIDE = 32  # of a tile of a larger disc, in cells of the raster


def tiles(cells):
    """Order of places by tiles, and where each tile begins.

    Parameters
    ----------
    cells : int array (N, 2)
        Row and column of the raster's cell of each place.

    Returns
    -------
    order : int array (N,)
        Places of the first tile, of the second one, …; as they were within each.
    starts : int array (n_tiles + 1,)
        Where the places of each tile begin in `order`; the last one is N.
    """
    if len(cells) <= WHOLE:
        return np.arange(len(cells)), np.array([0, len(cells)])
    _, tile = np.unique(cells // SIDE, axis=0, return_inverse=True)
    counts = np.bincount(tile.ravel())
    return np.argsort(tile.ravel(), kind="stable"), np.concatenate([[0], np.cumsum(counts)])


def renumbered(near, raster, order):
    """Neighbourhood and raster of places whose numbers become their ranks in an order.

    Parameters
    ----------
    near : topomaps.layouts.sorted_places.Neighborhood
    raster : topomaps.layouts.sorted_places.Raster
    order : int array (N,)

    Returns
    -------
    near, raster
    """
    ranks = np.append(np.argsort(order), -1)  # -1, no place, stays what it is
    near = near._replace(
        indices=ranks[near.indices[order]],
        weights=near.weights[order],
        openness=near.openness[order],
    )
    return near, raster._replace(cells=raster.cells[order], places=ranks[raster.places])
