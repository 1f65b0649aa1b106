"""Maps of any sets of inputs beside those of groups, in one layout and with one colour limit."""

from typing import NamedTuple

import numpy as np

from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import as_number, color_limit, map_images
from topomaps.profiles.naps import group_means


class SetMaps(NamedTuple):
    """Map images (G, size, size, 3) of groups, (S, size, size, 3) of sets, and their colours.

    `colors` has `limit`, the value of the strongest colour, and the `percentile` that it is.
    """

    groups: np.ndarray
    sets: np.ndarray
    colors: dict


def set_maps(
    activations, groups, sets, positions, resolution, image_size, percentile="max", *, limit=None,
    palette=None,
):  # fmt: skip
    """Paint groups and sets of inputs, both against the mean over the groups.

    Parameters
    ----------
    activations : array-like, shape (n, N)
    groups, sets : list of ndarray of int
        Inputs of each; sets may be parts of groups, or of several.
    positions : ndarray, shape (N, 2)
    resolution, image_size : int
        As of `topomaps.maps.interpolation.MapGrid` and `topomaps.maps.rendering.map_images`.
    percentile : float or "max"
        As of `topomaps.maps.rendering.color_limit`.
    limit : float, optional
        Value of the strongest colour, in place of the percentile.
    palette : ndarray, optional
        As of `topomaps.maps.rendering.map_images`.

    Returns
    -------
    SetMaps
        The groups decide on the limit: small sets are noisier, and would make all else pale.
    """
    means = group_means(activations, [*groups, *sets])
    naps = means - np.nanmean(means[: len(groups)], axis=0)
    if limit is None:
        limit = color_limit(naps[: len(groups)], percentile)
    else:
        percentile = "max"
    fields = MapGrid(positions, resolution).interpolate(naps)
    images = map_images(fields, limit, image_size, palette)
    colors = {"limit": limit, "percentile": as_number(percentile)}
    return SetMaps(*np.split(images, [len(groups)]), colors)
