"""How alike the maps of layers are that have nothing in common but how they are laid out.

All layers but the first get profiles under permutation (`topomaps.profiles.permuted`), are laid
out anew as the layers were, and compared with the first one as in the figure of layers.
"""

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from topomaps.common.seeds import generator_for, seed_for
from topomaps.layouts.compute import compute_layout
from topomaps.layouts.loading import function_of
from topomaps.maps.alignment import maps_below
from topomaps.maps.interpolation import MapGrid
from topomaps.profiles.permuted import permuted_profiles

COLUMNS = ["layer", "permutation", "similarity"]


def similarities_by_chance(
    first, layers, *, method, turn, names, permutations, resolution, layouts
):
    """How alike the maps of layers are to those of the first under permuted groups.

    Parameters
    ----------
    first : dict
        naps (G, N) and positions (N, 2) of the first layer.
    layers : dict of str -> dict or None
        Arguments of `topomaps.profiles.permuted.permuted_profiles` of the other layers; None where
        there is no chance level.
    method : str
        Of layout.
    turn : bool
        Whether layers are turned towards the first; else they share their layouts.
    names : tuple
        Of the seeds; method, permutation and layer are added.
    permutations, resolution : int
    layouts : dict
        Settings of the method, by the names of the configuration.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`.
    """
    layouts = {"quantile" if key == "graph_quantile" else key: layouts[key] for key in layouts}
    fields = MapGrid(first["positions"], resolution).interpolate(first["naps"])
    rows = []
    for number in range(permutations):
        own = (*names, method, number)
        sampled = [
            permuted_profiles(generator=generator_for(*own, layer), **each)[1] if each else None
            for layer, each in layers.items()
        ]
        if turn:
            how = {"method": method, "seed": seed_for(*own), "resolution": resolution, **layouts}
            found = [turned_similarity(fields, each, **how) if each else np.nan for each in sampled]
        else:
            naps = [first["naps"], *(each.naps for each in sampled)]
            found = shared_similarities(naps, seed_for(*own), resolution, **layouts)
        rows += [(layer, number, each) for layer, each in zip(layers, found, strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS).dropna()


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
