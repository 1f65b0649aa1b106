"""Which sets of neurons of a layer effects are measured of."""

import numpy as np
import pandas as pd

from topomaps.maps.named_regions import read_named_regions, shown_groups

FOUND, NAMED, SIGNIFICANT, LAYER = "found", "named", "significant", "whole layer"
KEYS = ["region", "kind", "found_in"]


def layer_regions(n_neurons, found, n_largest=1, named=None, tested=None, alpha=0.05):
    """Sets of neurons of a layer, each with a name.

    Parameters
    ----------
    n_neurons : int
        Of the layer.
    found : pandas.DataFrame
        As of `topomaps.maps.regions.find_regions`.
    n_largest : int
        Found regions of each group that are taken, those of most neurons.
    named : tuple, optional
        Path of a table of named regions, and what it calls the layer.
    tested : dict of str -> ndarray, optional
        `groups` (G,) and `p` (G, N) of the test of neurons.
    alpha : float
        Level at which neurons of a group are significant.

    Returns
    -------
    pandas.DataFrame
        Columns `KEYS` and neuron, a row for each neuron of each set.
    """
    parts = [*_found(found, n_largest)]
    if named is not None:
        groups = shown_groups(*named)
        for name, neurons in read_named_regions(*named, n_neurons).items():
            parts.append(_rows(name, NAMED, groups.get(name, ""), neurons))
    for group, p in zip(*(tested[key] for key in ("groups", "p")), strict=True) if tested else ():
        if (neurons := np.flatnonzero(p <= alpha)).size:
            parts.append(_rows(f"significant in {group}", SIGNIFICANT, str(group), neurons))
    parts.append(_rows(LAYER, LAYER, "", np.arange(n_neurons)))
    table = pd.concat(parts, ignore_index=True)
    names = table[KEYS].drop_duplicates()["region"]
    if names.duplicated().any():
        name = names[names.duplicated()].iloc[0]
        raise ValueError(f"two regions are called {name!r}; rename the one in the table of regions")
    return table


def _found(found, n_largest):
    """The largest regions of each group: `A above`, `A below 2` and so on."""
    keys = ["group", "direction", "region"]
    sizes = found.groupby(keys, sort=False).size().reset_index(name="size")
    largest = sizes.sort_values("size", ascending=False, kind="stable").groupby("group", sort=False)
    for row in largest.head(n_largest).sort_index().itertuples():
        own = found[(found[keys] == [row.group, row.direction, row.region]).all(axis=1)]
        number = f" {row.region + 1}" if row.region else ""
        name = f"{row.group} {row.direction}{number}"
        yield _rows(name, FOUND, str(row.group), own["neuron"].to_numpy())


def _rows(name, kind, group, neurons):
    columns = {"region": name, "kind": kind, "found_in": group, "neuron": np.sort(neurons)}
    return pd.DataFrame(columns)
