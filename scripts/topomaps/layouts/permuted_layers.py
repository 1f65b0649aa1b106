"""How alike the maps of layers are that have nothing in common but how they are laid out.

All layers but the first get profiles under permutation (`topomaps.profiles.permuted`), are laid
out anew as the layers were, and compared with the first one as in the figure of layers.
"""

import numpy as np
from threadpoolctl import threadpool_limits

from topomaps.layouts.compute import compute_layout
from topomaps.layouts.loading import function_of
from topomaps.maps.alignment import maps_below


def turned_similarity(first, profiles, method, seed, resolution, **settings):
    """Similarity of the maps of permuted profiles to those of the first layer, turned to fit.

    Parameters
    ----------
    first : ndarray, shape (G, R, R)
        Maps of the first layer.
    profiles : topomaps.profiles.sampled.SampledProfiles
        Of another layer, under permutation.
    method : str
        Of layout.
    seed : int
    resolution : int
    **settings
        As of `topomaps.layouts.compute.compute_layout`.

    Returns
    -------
    float
    """
    shown = profiles.naps.T
    positions = compute_layout(method, profiles.features, seed, shown=shown, **settings)
    how = {"turn": True, "resolution": resolution}
    return maps_below(first, profiles.naps, positions, **how)[2].similarity


def shared_similarities(naps, seed, resolution, **settings):
    """Similarities of the maps of all layers but the first to it, on layouts that they share.

    Parameters
    ----------
    naps : list of ndarray, shape (G, N_i)
        Of each layer, all but the first under permutation.
    seed : int
    resolution : int
    **settings
        As of `topomaps.layouts.shared_layouts.shared_layouts`.

    Returns
    -------
    list of float
    """
    present = ~np.isnan(np.stack([each[:, 0] for each in naps])).any(axis=0)
    with threadpool_limits(1):  # sums of several threads would round differently
        layouts = function_of("shared")([each[present].T for each in naps], seed, **settings)
    how, first, similarities = {"turn": False, "resolution": resolution}, None, []
    for each, layout in zip(naps, layouts, strict=True):
        _, fields, found = maps_below(first, each, layout, **how)
        first = fields if first is None else first
        similarities.append(found.similarity)
    return similarities[1:]
