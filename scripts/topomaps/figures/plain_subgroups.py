"""What the figure of subgroups shows, from plain arrays in place of the files of a run."""

from dataclasses import replace

import numpy as np

from topomaps.figures.canvas import palette
from topomaps.figures.subgroups import N_ROWS
from topomaps.groups.labelled_inputs import LabelledInputs
from topomaps.library.array_doors import as_array
from topomaps.library.layer_doors import given_inputs
from topomaps.library.shapes import check_positions
from topomaps.maps.rendering import DEFAULT_PERCENTILE
from topomaps.maps.subgroup_maps import subgroup_maps
from topomaps.statistics.subgroup_tables import (
    membership_table,
    neuron_table,
    shown_subgroups,
    subgroup_table,
    subgroup_verdict,
)

LAYER = "the layer"
NO_GROUP = ("", "-1")  # that a part is like, where it is like none


def subgroup_arrays(activations, labels, positions, found, limit=None, **axes):
    """What `topomaps.figures.subgroups.plot_subgroups` takes, but for the pictures.

    Parameters
    ----------
    activations, labels, **axes
        As of `topomaps.library.layer_doors.given_inputs`.
    positions : array-like, shape (N, 2)
    found : topomaps.statistics.subgroups.Subgroups
        Of these inputs, from this layer, or from several.
    limit : float or "max", optional
        As of `topomaps.figures.plain_arrays.named_arrays`.

    Raises
    ------
    ValueError
        If they do not fit.
    """
    given = given_inputs(activations, labels, {}, **axes)
    values, positions = given.layers[0], as_array(positions, "positions", np.float64)
    check_positions(values, positions, "activations")
    names, codes = np.unique(given.labels, return_inverse=True)
    names = tuple(str(each) for each in names)
    kinds = _by_kind(found, names, given)
    table = subgroup_table(kinds, [values], codes, names)
    rows = shown_subgroups(table, N_ROWS)
    of_one_layer = [LAYER] if next(iter(kinds.values())).differences else []
    maps, examples = subgroup_maps(
        rows, membership_table(kinds, given.kept, codes, names),
        LabelledInputs(given.kept, codes, names, None), values, positions, **_how(limit),
    )  # fmt: skip
    return {
        "rows": rows, "neurons": neuron_table(kinds, names, of_one_layer), "maps": maps,
        "examples": examples, "title": subgroup_verdict(table),
    }  # fmt: skip


def _by_kind(found, names, given):
    """Subgroups by what the parts were looked for, with codes of groups and inputs with a label."""
    if not hasattr(found, "membership"):
        raise ValueError(
            f"found is a {type(found).__name__}; give the result of topomaps.hidden_subgroups"
        )
    table = found.table
    if len(found.membership) != given.n_given or len(table) != len(names):
        raise ValueError(
            f"found is of {len(found.membership)} inputs in {len(table)} groups, but there are "
            f"{given.n_given} inputs in {len(names)} groups; give the activations and labels that "
            "it was found in"
        )
    codes = {name: code for code, name in enumerate(names)} | dict.fromkeys(NO_GROUP, -1)
    table = table.assign(
        group=[codes[str(each)] for each in table["group"]],
        acts_like=[codes[str(each)] for each in table["acts_like"]],
    )
    towards = "groups" if (table["acts_like"] >= 0).any() else "anything"
    layers = found.differences or []
    own = replace(
        found, table=table, membership=found.membership[given.kept],
        differences=layers if len(layers) == 1 else [],
    )  # fmt: skip
    return {towards: own}


def _how(limit):
    """How maps are painted, as of `topomaps.maps.set_maps.set_maps`."""
    is_number = limit is not None and limit != "max"
    return {
        "resolution": 100, "image_size": 300, "palette": palette(),
        "percentile": DEFAULT_PERCENTILE if limit is None else "max",
        "limit": limit if is_number else None,
    }  # fmt: skip
