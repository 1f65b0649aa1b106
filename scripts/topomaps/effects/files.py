"""Effects in files: sums between the jobs of a layer, probes, and the table of results.

The table is `results/effects/<analysis>/<layer>/<method>.tsv`, with the columns `TABLE_COLUMNS`: a
row for each region (`region`, its `kind` found, named, significant or whole layer, and the group
that it was `found_in`), each group and then `gap`, and each measure. `measure` is mean output,
share, accuracy or, for the gap, equalised odds; `output` the class that it is of. `before`, `after`
and `change` with its interval `low` to `high`; `p` against the control sets, family-wise over the
rows of the region and group (shares by themselves), `p_holm` corrected over the regions of the
kind, `least_p` the smallest p that so many control sets can give; `control_low` to `control_high`
the changes of 95 % of the control sets; `finding`: acts (p_holm ≤ 0.05) or nothing.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topomaps.common.files import load_arrays, load_table, save_arrays
from topomaps.effects.group_sums import Inputs
from topomaps.effects.layer_regions import KEYS
from topomaps.effects.measures import COLUMNS
from topomaps.effects.passes import ExactSetSums
from topomaps.effects.probes import LinearProbe

_PLACE = COLUMNS.index("p") + 1
TABLE_COLUMNS = (*KEYS, *COLUMNS[:_PLACE], "p_holm", *COLUMNS[_PLACE:])
TEXT = {"output": str, "kind": str, "measure": str, "finding": str}


def load_effects(path):
    """The table of effects; groups, regions and outputs are text."""
    return load_table(path, dtype=TEXT).fillna({"found_in": "", "output": ""})


def save_effect_sums(path, sums, inputs, regions):
    """Write sums (ExactSetSums) of some of the inputs, what is known of these, and the regions."""
    parts = {
        f"{name}/{number}": each
        for name, several in sums.parts.items()
        for number, each in enumerate(several)
    }
    given = {"units": inputs.units, "labels": inputs.labels}
    save_arrays(
        path, **parts, groups=inputs.groups, names=np.array(inputs.names, dtype=str),
        outputs=np.array(inputs.outputs, dtype=str),
        **{key: each for key, each in given.items() if each is not None},
        **{f"regions/{key}": regions[key].to_numpy(dtype=kind)
           for key, kind in (*((key, str) for key in KEYS), ("neuron", int))},
    )  # fmt: skip


def load_effect_sums(paths):
    """The sums of all shards together (SetSums), what is known of the inputs, and the regions."""
    total = ExactSetSums()
    for path in paths:
        arrays = load_arrays(path)
        names = [key for key in arrays if key.split("/")[-1].isdecimal()]
        parts = {}
        for key in names:
            parts.setdefault(key.split("/")[0], []).append(arrays[key])
        total.add_parts(parts)
    names, outputs = (tuple(arrays[key].tolist()) for key in ("names", "outputs"))
    inputs = Inputs(arrays["groups"], names, arrays.get("labels"), outputs, arrays.get("units"))
    regions = {key: arrays[f"regions/{key}"] for key in (*KEYS, "neuron")}
    return total.rounded(), inputs, pd.DataFrame(regions)


class StoredProbe(NamedTuple):
    """A probe, the layer that it reads (its file and in the network), and its held-out half."""

    probe: LinearProbe
    layer: str
    network_layer: str
    held_out: Any


def save_probe(path, probe, held_out, layer, network_layer, attribute, quality):
    """Write a probe, and how well it reads the attribute (dict) in the half not learned from."""
    save_arrays(
        path, names=np.array(probe.names, dtype=str), weights=probe.weights,
        intercept=probe.intercept, held_out=held_out, layer=np.array(layer),
        network_layer=np.array(network_layer), attribute=np.array(attribute),
        **{f"quality/{key}": np.array(each) for key, each in quality.items()},
    )  # fmt: skip


def load_probe(path):
    """A probe written by `save_probe`, as StoredProbe."""
    arrays = load_arrays(path)
    probe = LinearProbe(tuple(arrays["names"].tolist()), arrays["weights"], arrays["intercept"])
    return StoredProbe(
        probe, str(arrays["layer"]), str(arrays["network_layer"]), arrays["held_out"]
    )


def attribute_values(known, attribute):
    """Value of an attribute of each input (InputTable), `class` the labels; empty where missing."""
    if attribute == "class":
        if known.labels is None:
            raise ValueError("effects: probe: class needs labels; name an attribute of the inputs")
        return np.array([*known.class_names, ""])[known.labels]
    if attribute not in known.attributes:
        raise ValueError(
            f"effects: probe: {attribute!r} is no attribute of the inputs, which have: "
            f"{', '.join(known.attributes) or 'none'}"
        )
    return known.attributes[attribute].fillna("").to_numpy(dtype=str)
