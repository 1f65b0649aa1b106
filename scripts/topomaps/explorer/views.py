"""A layer of an experiment as plain values: NAPs, deviations, tests, likeness, layouts."""

import numpy as np

from topomaps.common.reader_names import layer_name, method_name
from topomaps.explorer.analyses import frames_of
from topomaps.explorer.intervals import half_widths
from topomaps.explorer.layouts import best_first, layout_view
from topomaps.explorer.moments import centring, group_moments
from topomaps.explorer.p_levels import p_steps, steps_of
from topomaps.explorer.quantise import quantised, single_precision, whole_numbers
from topomaps.explorer.tables import plain, plain_table
from topomaps.layouts.distances import cosine_distances
from topomaps.layouts.methods import METHODS
from topomaps.maps.ordering import group_linkage, similarity_order
from topomaps.maps.rendering import color_limit
from topomaps.statistics.dissimilarities import of_given_groups

SEPARATION_COLUMNS = ("separation", "chance_low", "chance_high", "p", "p_holm")
PAIR_COLUMNS = (
    "p", "p_holm", "n_permutable", "typical_g", "typical_g_low", "typical_g_high",
    "typical_g_by_chance", "max_abs_g", "max_abs_g_chance_high",
)  # fmt: skip
OF_LIKENESS = ("similarity_chance_low", "similarity_chance_high")  # only of the stage of tests


def layer_view(analysis, layer, regions, n_frames, levels, percentile="max"):
    """Everything about a layer but its inputs.

    Parameters
    ----------
    analysis : topomaps.explorer.analyses.Analysis
    layer : topomaps.explorer.analyses.Layer
        One of its layers.
    regions : dict of str -> list of dict
        As of `topomaps.explorer.regions.regions_of_layouts`, with places of inputs.
    n_frames : int
        Frames of the part.
    levels : list of float
        At which the page marks neurons.
    percentile : float or "max"
        Of |NAP|, which has the strongest colour.

    Returns
    -------
    dict
        Of plain values.
    """
    frames, names = frames_of(analysis)[1], list(analysis.groups.names)
    moments = group_moments(layer.activations, analysis.groups.inputs, analysis.blocks)
    weights = centring(moments.counts, frames, analysis.weighted)
    return {
        "layer": layer.name,
        "layer_name": layer_name(layer.name),
        "method_names": {method: method_name(method) for method in METHODS},
        "n_neurons": layer.naps.shape[1],
        "neurons": "feature maps" if layer.are_maps else "units",
        "nap": quantised(layer.naps),
        "mean": single_precision(_frame_means(moments.means - layer.naps, frames, n_frames)),
        "sd": quantised(moments.deviations),
        "half": quantised(half_widths(moments, weights)),
        **_test_view(layer.test, names),
        "pairs": layer.test and _pair_view(layer.test, names, levels),
        **_limits(layer.naps, percentile),
        **_likeness(
            of_given_groups(layer.naps, analysis.groups.kinds), list(analysis.groups.kinds)
        ),
        "separation": _separation(layer.test, names),
        "layouts": [
            layout_view(method, layer.layouts[method], regions[method])
            for method in best_first(layer.layouts)
        ],
        "named": [{"region": name, "neurons": each} for name, each in layer.named.items()],
        "scores": None if layer.scores is None else plain_table(layer.scores),
    }


def _frame_means(baselines, frames, n_frames):
    """What NAPs are relative to in each frame (F, N), from that of each group (G, N)."""
    rows = [baselines[frames == frame] for frame in range(n_frames)]
    known = [each[~np.isnan(each).any(axis=1)] for each in rows]
    empty = np.full(baselines.shape[1], np.nan)
    return np.stack([each.mean(axis=0) if len(each) else empty for each in known])


def _test_view(test, names):
    if test is None:
        return {"p": None, "tested": [], "test": None}
    permutations = int(test.summary["n_permutations"])
    steps = permutations + 1
    keys = ("p", "effect", "effect_low", "effect_high")
    return {
        "p": whole_numbers(np.rint(test.p * steps), scale=1 / steps, largest=steps),
        "tested": [names.index(group) for group in test.groups],
        "test": {
            "permutations": permutations,
            **{key: plain(test.summary[key]) for key in keys},
        },
    }


def _pair_view(test, names, levels):
    """Tests of pairs of groups, and p of their neurons in one byte each, rounded up."""
    steps = p_steps(int(test.summary["n_permutations"]), levels)
    table = test.pairs.set_index(["first", "second"])
    columns = [*PAIR_COLUMNS, *(each for each in OF_LIKENESS if each in table)]
    rows = [
        [*map(names.index, pair), *map(plain, table.loc[pair, columns])] for pair in test.pair_p
    ]
    p = np.array([*test.pair_p.values()]).reshape(len(rows), test.p.shape[1])
    return {
        "columns": ["first", "second", *columns],
        "rows": rows,
        "tested": int(table["p"].notna().sum()),
        "steps": steps.tolist(),
        "p": whole_numbers(steps_of(p, steps)),
    }


def _limits(naps, percentile):
    limits = [plain(color_limit(row, percentile)) for row in naps]
    is_empty = np.isnan(naps).any(axis=1)
    return {
        "limit": color_limit(naps, percentile),
        "group_limits": [None if e else each for each, e in zip(limits, is_empty, strict=True)],
    }


def _likeness(naps, kinds):
    """Cosines between groups, their order, and the tree that it comes from."""
    present = np.flatnonzero(~np.isnan(naps).any(axis=1))
    cosines = np.full((len(naps), len(naps)), np.nan)
    cosines[np.ix_(present, present)] = 1 - cosine_distances(naps[present])
    has_tree = present.size > 2
    merges = group_linkage(naps[present]).tolist() if has_tree else []
    return {
        "likeness": quantised(cosines),
        "order": similarity_order(naps, kinds).tolist(),
        "merges": [[int(a), int(b), distance, int(n)] for a, b, distance, n in merges],
        "leaves": present.tolist() if has_tree else [],
    }


def _separation(test, names):
    """Separation of each group beside its band of chance and its p; None where it is not tested."""
    rows = {}
    if test is not None:
        table = test.of_groups.set_index("group")[[*SEPARATION_COLUMNS]]
        rows = {group: list(map(plain, row)) for group, *row in table.itertuples()}
    return [rows.get(name) for name in names]
