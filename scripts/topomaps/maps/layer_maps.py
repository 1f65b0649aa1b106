"""Maps of a layer as they stand below those of the first layer, and how alike both are."""

from topomaps.maps.alignment import Turn, best_turn, map_similarity, turned
from topomaps.maps.interpolation import MapGrid


def maps_below(first, naps, positions, *, turn, resolution):
    """Positions and maps of a layer as they are drawn below those of the first layer.

    Parameters
    ----------
    first : ndarray, shape (G, R, R), or None
        Maps of the first layer as they are drawn; None for that layer itself.
    naps : ndarray, shape (G, N)
    positions : ndarray, shape (N, 2)
    turn : bool
        Whether the layout is turned towards the first one.
    resolution : int
        Number R of grid points in both dimensions.

    Returns
    -------
    positions : ndarray, shape (N, 2)
    fields : ndarray, shape (G, R, R)
    turn : topomaps.maps.alignment.Turn
        Its similarity is that of the maps as they are drawn: a turned layout is scaled to the unit
        square again.
    """
    fields, found = MapGrid(positions, resolution).interpolate(naps), Turn(0.0, False, 1.0)
    if turn:
        found = best_turn(fields if first is None else first, fields)
        positions = turned(positions, found)
        fields = MapGrid(positions, resolution).interpolate(naps)
    similarity = map_similarity(fields if first is None else first, fields)
    return positions, fields, found._replace(similarity=similarity)
