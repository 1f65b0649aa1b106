"""Regions that somebody has named: lists of neurons, as an explorer writes them."""

import numpy as np
import pandas as pd

from topomaps.common.files import load_table
from topomaps.groups.sampling import GIVEN

NEEDED = ("region", "layer", "neuron")
COLUMNS = ["region", "group", "kind", "neurons", "mean_nap", "score", "p", "least_p"]


def read_named_regions(path, layer, n_neurons):
    """Named regions of a layer.

    Parameters
    ----------
    path : path-like
        Table with the columns region, layer and neuron, and perhaps more.
    layer : str
        As the table calls it.
    n_neurons : int
        Neurons that the layer has.

    Returns
    -------
    dict of str -> ndarray of int
        Neurons of each region, in the order of the table, each once.

    Raises
    ------
    ValueError
        If a column is missing, or a neuron is none of the layer.
    """
    table = load_table(path, dtype=str).fillna("")
    for column in NEEDED:
        if column not in table.columns:
            raise ValueError(
                f"{path}: there is no column {column!r}; a table of named regions has the columns "
                f"{', '.join(NEEDED)}"
            )
    rows = table[table["layer"] == layer]
    for line, neuron in zip(rows.index + 2, rows["neuron"], strict=True):
        if not (neuron.isdecimal() and int(neuron) < n_neurons):
            raise ValueError(
                f"{path}, line {line}: there is no neuron {neuron!r} in layer {layer!r}, which has "
                f"the neurons 0 to {n_neurons - 1}"
            )
    return {
        name: np.array(list(dict.fromkeys(each.astype(int))))
        for name, each in rows.groupby("region", sort=False)["neuron"]
    }


def shown_groups(path, layer):
    """Group (str) that each named region of a layer was found in, where the table says so."""
    table = load_table(path, dtype=str).fillna("")
    if "group" not in table.columns:
        return {}
    rows = table[(table["layer"] == layer) & (table["group"] != "")]
    return rows.groupby("region", sort=False)["group"].first().to_dict()


def named_region_table(regions, naps, groups, kinds, test=None):
    """Mean NAP of named regions in each group, and whether it is more than chance.

    Parameters
    ----------
    regions : dict of str -> ndarray of int
    naps : ndarray, shape (G, N)
    groups, kinds : sequence of str, length G
    test : topomaps.statistics.separation.Separation, optional
        Of the means over the regions, in their order, in place of neurons.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`, a row for each region and group with inputs; p is family-wise over all
        groups and regions, least_p the smallest that the permutations can give; both are NaN for
        what was not tested.
    """
    tested = {} if test is None else {name: row for row, name in enumerate(test.groups)}
    rows = [
        {
            "region": name, "group": group, "kind": kind, "neurons": len(neurons),
            "mean_nap": naps[number, neurons].mean(),
            **_tested_row(test, tested, group if kind == GIVEN else None, place),
        }
        for place, (name, neurons) in enumerate(regions.items())
        for number, (group, kind) in enumerate(zip(groups, kinds, strict=True))
        if not np.isnan(naps[number]).any()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _tested_row(test, tested, group, place):
    if group not in tested:
        return dict.fromkeys(("score", "p", "least_p"), np.nan)
    row = tested[group]
    p = test.neuron_p[row, place]
    return {"score": test.scores[row, place], "p": p, "least_p": test.least_p}
