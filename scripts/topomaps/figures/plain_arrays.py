"""What figures show, from plain arrays in place of the files of a run."""

import numpy as np
import pandas as pd

from topomaps.activations.inputs import InputTable
from topomaps.figures.canvas import palette
from topomaps.library.array_doors import as_array
from topomaps.library.label_doors import as_labels
from topomaps.library.prepared import group_names, one_row_per_group
from topomaps.library.shapes import check_positions
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import DEFAULT_PERCENTILE, as_number, color_limit, map_images


def named_arrays(naps, positions, groups=None, limit=None):
    """Arrays of a figure: NAPs (G, N), positions, names of the groups, and the colour limit.

    `limit` is a number, "max" for the largest absolute NAP, or None for their default percentile.

    Raises
    ------
    ValueError
        If they do not fit.
    """
    naps = one_row_per_group(as_array(naps, "NAPs", np.float64))
    positions = as_array(positions, "positions", np.float64)
    check_positions(naps, positions)
    names = np.array([str(name) for name in group_names(groups, len(naps))])
    colors = _colors(naps, limit)
    return {"naps": naps, "positions": positions, "groups": names, **colors}


def _colors(naps, limit):
    """Value of the strongest colour and the percentile that it is, 100 where it was given."""
    percentile = DEFAULT_PERCENTILE if limit is None else "max"
    is_number = limit is not None and limit != "max"
    return {
        "limit": limit if is_number else color_limit(naps, percentile),
        "percentile": as_number(percentile),
    }


def painted_arrays(naps, positions, groups=None, counts=None, limit=None, resolution=100):
    """Arrays of a figure with map images, as the script `render_maps` writes them.

    Numbers of inputs that are not known are -1, those of empty groups 0.
    """
    named = named_arrays(naps, positions, groups, limit)
    fields = MapGrid(named["positions"], resolution).interpolate(named["naps"])
    size = resolution * max(1, 300 // resolution)
    is_empty = np.isnan(named["naps"]).all(axis=1)
    return {
        **named,
        "images": map_images(fields, named["limit"], size, palette()),
        "rows": np.full(len(fields), ""),
        "columns": named["groups"],
        "kinds": np.full(len(fields), "given"),
        "counts": np.where(is_empty, 0, -1) if counts is None else as_array(counts, "counts"),
    }


def known_labels(labels, n_inputs):
    """What is known of n inputs (InputTable), of which labels alone may be given."""
    names, codes = (), None
    if labels is not None:
        values, missing = as_labels(labels)
        if len(values) != n_inputs:
            raise ValueError(f"there are {n_inputs} activations, but {len(values)} labels")
        names, codes = np.unique(values.astype(str), return_inverse=True)
        codes[missing] = -1
    return InputTable(
        labels=codes, predictions=None, class_names=tuple(names), prediction_names=(),
        attributes=pd.DataFrame(index=range(n_inputs)),
    )  # fmt: skip
