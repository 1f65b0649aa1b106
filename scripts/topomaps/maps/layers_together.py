"""Maps of several layers, each turned towards the first, beside what chance gives."""

import numpy as np
import pandas as pd

from topomaps.maps.alignment import maps_below
from topomaps.maps.rendering import map_images
from topomaps.statistics.chance import chance_level


def layers_together(layers, permuted, *, turn, resolution, image_size, palette=None):
    """Maps of layers as they are drawn below those of the first one.

    Parameters
    ----------
    layers : dict of str -> dict
        Arrays of `render_maps` of each layer.
    permuted : pandas.DataFrame
        Columns layer and similarity, of layers under permuted groups.
    turn : bool
        Whether layouts are turned towards the first one.
    resolution, image_size, palette
        As of `topomaps.maps.interpolation.MapGrid` and `topomaps.maps.rendering.map_images`.

    Returns
    -------
    shown : dict of str -> dict
        The arrays after the turn.
    table : pandas.DataFrame
        A row for each layer: degrees, mirrored, similarity, and its chance level.
    """
    shown, found = {}, []
    for layer, arrays in layers.items():
        first = next(iter(shown.values()))["fields"] if shown else None
        how = {"turn": turn, "resolution": resolution}
        positions, fields, best = maps_below(first, arrays["naps"], arrays["positions"], **how)
        new = {"fields": fields, "positions": positions}
        if turn:
            new["images"] = map_images(fields, float(arrays["limit"]), image_size, palette)
        shown[layer] = {**arrays, **new}
        found.append(best)
    table = pd.DataFrame(found).rename(columns={"angle": "degrees"})
    table["degrees"] = np.rad2deg(table["degrees"])
    table.insert(0, "layer", list(layers))
    return shown, table.join(_chance(table, permuted))


def _chance(table, permuted):
    """Chance level of the similarity of each layer, and how many permutations it is from."""
    null = {layer: rows["similarity"].to_numpy() for layer, rows in permuted.groupby("layer")}
    nulls = [null.get(layer, np.empty(0)) for layer in table["layer"]]
    levels = [chance_level(*each) for each in zip(table["similarity"], nulls, strict=True)]
    return pd.DataFrame(levels).assign(permutations=[len(each) for each in nulls])
