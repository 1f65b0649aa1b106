"""What is known of a region beyond its map: effects, attributions, inputs that it would prefer."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from topomaps.common.files import load_arrays, load_table
from topomaps.common.reader_names import class_name, group_name, region_name
from topomaps.effects.measures import GAP
from topomaps.explorer.pictures import picture_url
from topomaps.explorer.quantise import quantised
from topomaps.explorer.tables import plain

MAX_OUTPUTS = 8  # of a region whose effects are in the page: those that change most
OF_OUTPUTS = ("mean output", "share")  # measures of effects that are of each output
EFFECT_COLUMNS = (
    "group", "measure", "output", "before", "after", "change", "low", "high", "p", "p_holm",
    "least_p", "control_low", "control_high",
)  # fmt: skip
CHECK_COLUMNS = (
    "sanity", "p_randomised", "halves", "similarity", "chance_halves", "chance_similarity",
    "randomised", "deletion", "deletion_area", "random_area", "orders", "p_orders",
)  # fmt: skip
TEXT = {"region": str, "group": str, "output": str, "measure": str, "kind": str, "finding": str}
DIGITS = 4  # that numbers are rounded to
KEYS = ["region", "kind", "found_in"]


class Attribution(NamedTuple):
    """Which parts of some inputs drive a region, by one method.

    Attributes
    ----------
    method : str
    inputs : list of int
    values : ndarray, shape (K, h, w) or (K, P)
    check : dict
        What the checks say of it, of the columns `CHECK_COLUMNS`.
    """

    method: str
    inputs: list
    values: np.ndarray
    check: dict


class Evidence(NamedTuple):
    """What is known of some neurons.

    Attributes
    ----------
    name, kind, group : str
        What they are called, how they were found, and in which group.
    neurons : list of int
        In rising order.
    effects : pandas.DataFrame or None
        Rows of the table of effects.
    attributions : list of Attribution
    preferred : ndarray of uint8, shape (D, h, w[, 3]), or None
        Inputs that would excite them most.
    """

    name: str
    kind: str
    group: str
    neurons: list
    effects: Any = None
    attributions: Sequence = ()
    preferred: Any = None


def read_evidence(*, effects=None, attributions=None, preferred=None):
    """Evidence on the regions of a layer by one method, from the files of earlier stages.

    Parameters
    ----------
    effects : dict of str -> path-like, optional
        `table` and `neurons`, the tables of effects and of their regions.
    attributions : dict of str -> path-like, optional
        `arrays` and `checks`.
    preferred : path-like, optional
        Arrays of preferred inputs.

    Returns
    -------
    list of Evidence
        One for each set of neurons.
    """
    found = {}
    for each in (
        *(_of_effects(**effects) if effects else ()),
        *(_of_attributions(**attributions) if attributions else ()),
        *(_of_preferred(preferred) if preferred else ()),
    ):
        known = found.get(tuple(each.neurons))
        found[tuple(each.neurons)] = each if known is None else _merged(known, each)
    return [*found.values()]


def _merged(known, other):
    """Evidence on the same neurons from two sources."""
    return known._replace(
        effects=other.effects if known.effects is None else known.effects,
        attributions=[*known.attributions, *other.attributions],
        preferred=other.preferred if known.preferred is None else known.preferred,
    )


def _of_effects(table, neurons):
    members = load_table(neurons, dtype=TEXT | {"found_in": str}).fillna({"found_in": ""})
    rows = load_table(table, dtype=TEXT | {"found_in": str}).fillna({"output": ""})
    for (name, kind, group), own in members.groupby(KEYS, sort=False):
        effects = rows[rows["region"] == name]
        yield Evidence(name, kind, group, sorted(own["neuron"].tolist()), effects)


def _of_attributions(arrays, checks):
    found = load_arrays(arrays)
    table = load_table(checks, dtype={"region": str, "attribution": str})
    for number, name in enumerate(found["regions"].tolist()):
        own = []
        for method in found["attributions"].tolist():
            chosen = table[(table["region"] == name) & (table["attribution"] == method)]
            check = {
                key: plain(chosen[key].iloc[0]) for key in CHECK_COLUMNS if len(chosen)
            }  # fmt: skip
            inputs, values = found["inputs"][number].tolist(), found[f"{method}/inputs"][number]
            own.append(Attribution(method, inputs, values, check))
        group = str(found["groups"][number])
        yield Evidence(name, "explained", group, _members(found, number), attributions=own)


def _of_preferred(arrays):
    found = load_arrays(arrays)
    for number, name in enumerate(found["regions"].tolist()):
        images, group = found["preferred"][number], str(found["groups"][number])
        yield Evidence(name, "explained", group, _members(found, number), preferred=images)


def _members(found, number):
    """Neurons of a region, without what fills up its row."""
    neurons = found["neurons"][number]
    return sorted(neurons[neurons >= 0].tolist())


def inputs_of_evidence(several):
    """Numbers of the inputs that attributions are of, each once."""
    inputs = (each for evidence in several for own in evidence.attributions for each in own.inputs)
    return list(dict.fromkeys(map(int, inputs)))


def evidence_view(evidence, places, size, *, pictures):
    """Evidence on some neurons as plain values.

    Parameters
    ----------
    evidence : Evidence
    places : dict of int -> int
        Of the shown inputs in the page, by their numbers.
    size : int
        Pixels of the longer side of a preferred input.
    pictures : bool
        Whether pictures may be shown; without them there are neither overlays nor preferred inputs.

    Returns
    -------
    dict
    """
    shown = pictures and evidence.preferred is not None
    return {
        "name": region_name(evidence.name, evidence.group),
        "kind": evidence.kind,
        "group": evidence.group,
        "neurons": evidence.neurons,
        "effects": None if evidence.effects is None else _effect_rows(evidence.effects),
        "attributions": [
            _attribution_view(each, places, pictures) for each in evidence.attributions
        ],
        "preferred": [picture_url(each, size) for each in evidence.preferred] if shown else [],
    }


def _attribution_view(attribution, places, pictures):
    known = [row for row, each in enumerate(attribution.inputs) if each in places]
    values = attribution.values[known]
    return {
        "method": attribution.method,
        "inputs": [places[attribution.inputs[row]] for row in known],
        "values": quantised(values, "uint8") if pictures and values.ndim == 3 else None,
        "check": attribution.check,
    }


def _effect_rows(table):
    """Rows of effects, of outputs only those that change most in some group."""
    of_outputs = table["measure"].isin(OF_OUTPUTS)
    sizes = table[of_outputs].groupby("output")["change"].agg(lambda each: each.abs().max())
    largest = sizes.sort_values(ascending=False, kind="stable").index[:MAX_OUTPUTS]
    kept = table[~of_outputs | table["output"].isin(largest)]
    kept = kept.assign(
        group=[each if each == GAP else group_name(each) for each in kept["group"]],
        output=kept["output"].map(class_name, na_action="ignore"),
    )
    rows = zip(*(kept[column].map(_rounded) for column in EFFECT_COLUMNS), strict=True)
    return {"columns": list(EFFECT_COLUMNS), "rows": [*map(list, rows)], "outputs": len(sizes)}


def _rounded(value):
    """A plain value, numbers rounded; None where one is missing."""
    value = plain(value)
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
