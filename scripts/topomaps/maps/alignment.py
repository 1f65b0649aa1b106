"""Turning the layout of one layer so that its maps look like those of another.

The layers have different neurons, so that there are no pairs of points as Procrustes analysis needs
them; what both have are the same groups. The turn, with or without mirroring, is the one whose maps
of all groups differ least, in the sense of least squares.
"""

from typing import NamedTuple

import numpy as np
from scipy.ndimage import map_coordinates

from topomaps.layouts.coordinates import scale_to_unit
from topomaps.maps.interpolation import MapGrid

N_RADII, N_ANGLES = 40, 360


class Rotation(NamedTuple):
    """A rotation about the centre of the unit square, after mirroring if so.

    Attributes
    ----------
    angle : float
        In radians, counter-clockwise.
    mirrored : bool
        Whether x is mirrored first.
    similarity : float
        Correlation of the maps on the disc after the turn, before the turned layout is scaled to
        the unit square, between -1 and 1; 0 if one of them is flat.
    """

    angle: float
    mirrored: bool
    similarity: float


def polar_fields(fields):
    """Maps on circles around the centre, so that a rotation is a cyclic shift.

    Parameters
    ----------
    fields : ndarray, shape (G, R, R)
        Row 0 on top; NaN outside the hull counts as 0, the mean over groups.

    Returns
    -------
    ndarray, shape (G, N_RADII, N_ANGLES)
        Angles counter-clockwise from the x axis, weighted by the square root of the radius: so
        sums of squares weigh all parts of the disc equally.
    """
    radii = (np.arange(N_RADII) + 0.5) / N_RADII / 2
    angles = 2 * np.pi * np.arange(N_ANGLES) / N_ANGLES
    x = 0.5 + radii[:, None] * np.cos(angles)
    y = 0.5 + radii[:, None] * np.sin(angles)
    places = (fields.shape[1] - 1) * np.stack([1 - y, x])
    filled = np.nan_to_num(fields)
    polar = np.stack([map_coordinates(field, places, order=1) for field in filled])
    return polar * np.sqrt(radii)[:, None]


def best_rotation(reference, fields):
    """Turn of the maps `fields` that makes them most similar to the maps `reference`.

    Parameters
    ----------
    reference, fields : ndarray, shape (G, R, R)
        Maps of the same groups in the layout of each layer.

    Returns
    -------
    Rotation

    Raises
    ------
    ValueError
        If the numbers of groups differ.
    """
    if len(reference) != len(fields):
        raise ValueError(
            f"the layers have {len(reference)} and {len(fields)} groups; maps can only be turned "
            "towards maps of the same groups"
        )
    fixed, moved = polar_fields(reference), polar_fields(fields)
    size = np.sqrt((fixed**2).sum() * (moved**2).sum())
    # Mirroring x turns the angle a into pi - a: the order reversed and half a circle further.
    flipped = np.roll(moved[..., ::-1], N_ANGLES // 2 + 1, axis=-1)
    similarities = np.stack([_shifted_products(fixed, each) for each in (moved, flipped)])
    mirrored, shift = np.unravel_index(similarities.argmax(), similarities.shape)
    similarity = similarities[mirrored, shift] / size if size else 0.0
    return Rotation(2 * np.pi * shift / N_ANGLES, bool(mirrored), float(similarity))


def map_similarity(reference, fields):
    """Correlation of all values of two sets of maps (G, R, R); 0 if one of them is flat.

    NaN outside the hull counts as 0, which is also the mean of NAPs over groups.
    """
    fixed, moved = np.nan_to_num(reference), np.nan_to_num(fields)
    size = np.sqrt((fixed**2).sum() * (moved**2).sum())
    return float((fixed * moved).sum() / size) if size else 0.0


def _shifted_products(fixed, moved):
    """Sum of products of all values, for each counter-clockwise shift of `moved`."""
    spectrum = np.fft.rfft(fixed) * np.conj(np.fft.rfft(moved))
    return np.fft.irfft(spectrum.sum(axis=(0, 1)), N_ANGLES)


def rotated(positions, turn):
    """Positions (N, 2) in [0, 1] after a turn, scaled to [0, 1] again."""
    x, y = (positions - 0.5).T
    x = -x if turn.mirrored else x
    cosine, sine = np.cos(turn.angle), np.sin(turn.angle)
    return scale_to_unit(np.column_stack([cosine * x - sine * y, sine * x + cosine * y]))


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
    turn : topomaps.maps.alignment.Rotation
        Its similarity is that of the maps as they are drawn: a turned layout is scaled to the unit
        square again.
    """
    fields, found = MapGrid(positions, resolution).interpolate(naps), Rotation(0.0, False, 1.0)
    if turn:
        found = best_rotation(fields if first is None else first, fields)
        positions = rotated(positions, found)
        fields = MapGrid(positions, resolution).interpolate(naps)
    similarity = map_similarity(fields if first is None else first, fields)
    return positions, fields, found._replace(similarity=similarity)
