"""What is checked of the arguments of single functions before they are called."""

from difflib import get_close_matches

import numpy as np

from topomaps.layouts.methods import METHODS
from topomaps.library.array_doors import as_array, layers_by_name
from topomaps.library.label_doors import as_labels
from topomaps.library.shapes import (
    check_laid_out,
    check_positions,
    check_shown,
    warn_of_features,
    warn_of_profiles,
)


def method_named(method):
    """The layout method of a name, in capitals or not.

    Raises
    ------
    ValueError
        If there is none; names the most similar one.
    """
    names = {name.casefold(): name for name in METHODS}
    key = str(method).casefold().replace("-", "")
    if key in names:
        return names[key]
    similar = get_close_matches(key, names, n=1)
    guess = f"did you mean {names[similar[0]]!r}? There are" if similar else "choose from"
    raise ValueError(f"Unknown layout method {method!r}: {guess} {', '.join(METHODS)}.")


def group_names(groups, n_groups):
    """Names of groups (G,) as a list; their numbers if none are given."""
    if groups is None:
        return list(range(n_groups))
    groups = [groups] if n_groups == 1 and np.ndim(groups) == 0 else groups
    names = as_labels(groups, "groups")[0].tolist()
    if len(names) != n_groups:
        raise ValueError(f"there are {n_groups} rows of NAPs, but {len(names)} names of groups")
    return names


def one_row_per_group(naps):
    """NAPs (G, N) of what may be those of one group (N,), or of feature maps."""
    naps = naps[None] if naps.ndim == 1 else naps
    return naps.mean(axis=tuple(range(1, naps.ndim - 1)))


def _of_layout(given):
    given["method"], features = method_named(given["method"]), given["features"]
    warn_of_profiles(features)
    if given.get("shown") is not None:
        check_shown(given["shown"], features)
    return given


def _of_shared_layouts(given):
    named = layers_by_name(given["features"])
    layers = given["features"] if named is None else named.values()
    given["features"] = [as_array(each, f"features of layer {n}") for n, each in enumerate(layers)]
    for each in given["features"]:
        warn_of_profiles(each)
    return given


def _of_regions(given):
    naps = one_row_per_group(given["naps"])
    check_positions(naps, given["positions"])
    return {**given, "naps": naps, "groups": group_names(given["groups"], len(naps))}


def _of_faithfulness(given):
    check_laid_out(given["features"], given["positions"])
    return given


def _of_profiles(given):
    warn_of_features(given["profiles"])
    return given


def _of_suspects(given):
    suspects = given["suspects"]
    if not hasattr(suspects, "columns"):
        return {**given, "suspects": as_array(suspects, "scores")}
    return _with_columns(given, "suspects", ["score"], "suspicious_inputs")


def _of_verdict(given):
    return _with_columns(given, "suspects", ["score", "clarity"], "suspicious_inputs")


def _of_summary(given):
    wanted = ["group", "direction", "region", "neuron", "nap"]
    return _with_columns(given, "regions", wanted, "find_regions")


def _with_columns(given, name, wanted, source):
    """Arguments of which one is a table with these columns; ValueError if it is not."""
    columns = list(getattr(given[name], "columns", ()))
    missing = [each for each in wanted if each not in columns]
    if missing:
        kind = type(given[name]).__name__
        raise ValueError(
            f"{name} is a {kind} without the column {missing[0]!r}; give the table that "
            f"topomaps.{source} returns"
        )
    return given


PREPARED = {
    "compute_layout": _of_layout,
    "expected_wrong": _of_suspects,
    "faithfulness": _of_faithfulness,
    "find_regions": _of_regions,
    "profile_features": _of_profiles,
    "shared_layouts": _of_shared_layouts,
    "summarise_regions": _of_summary,
    "verdict_on_labels": _of_verdict,
}
