"""A layer of an experiment as plain values: NAPs, deviations, tests, likeness, layouts."""

import numpy as np

from topomaps.explorer.layouts import layout_view
from topomaps.explorer.moments import centring, group_moments, standard_errors
from topomaps.explorer.parts import frames_of
from topomaps.explorer.quantise import quantised, single_precision, whole_numbers
from topomaps.explorer.tables import plain, plain_table
from topomaps.layouts.distances import cosine_distances
from topomaps.maps.ordering import group_linkage, similarity_order
from topomaps.maps.rendering import color_limit
from topomaps.statistics.dissimilarities import of_given_groups

LARGEST_EXACT = 2**16 - 1  # permutations up to which p-values are kept exactly


def layer_view(part, layer, regions, n_frames):
    """Everything about a layer but its inputs.

    Parameters
    ----------
    part : topomaps.explorer.parts.Part
    layer : topomaps.explorer.parts.Layer
        One of its layers.
    regions : dict of str -> list of dict
        As of `topomaps.explorer.regions.regions_of_layouts`, with places of inputs.
    n_frames : int
        Frames of the part.

    Returns
    -------
    dict
        Of plain values.
    """
    counts = np.array([len(inputs) for inputs in part.groups.inputs])
    frames = frames_of(part)[1]
    means, deviations = group_moments(layer.activations, part.groups.inputs)
    weights = centring(counts, frames, part.weighted)
    return {
        "layer": layer.name,
        "n_neurons": layer.naps.shape[1],
        "neurons": "feature maps" if layer.are_maps else "units",
        "nap": quantised(layer.naps),
        "mean": single_precision(_frame_means(means - layer.naps, frames, n_frames)),
        "sd": quantised(deviations),
        **_test_view(layer.test, part.groups.names),
        **_limits(layer.naps),
        **_likeness(of_given_groups(layer.naps, part.groups.kinds)),
        "separation": _separation(layer, part.groups.names, deviations, counts, weights),
        "layouts": [
            layout_view(method, positions, regions[method])
            for method, positions in layer.layouts.items()
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
    steps = min(permutations + 1, LARGEST_EXACT)
    keys = ("p", "effect", "effect_low", "effect_high")
    return {
        "p": whole_numbers(np.rint(test.p * steps), scale=1 / steps, largest=steps),
        "tested": [list(names).index(group) for group in test.groups],
        "test": {
            "permutations": permutations,
            **{key: plain(test.summary[key]) for key in keys},
        },
    }


def _limits(naps):
    limits = [plain(color_limit(row)) for row in naps]
    is_empty = np.isnan(naps).any(axis=1)
    return {
        "limit": color_limit(naps),
        "group_limits": [None if e else each for each, e in zip(limits, is_empty, strict=True)],
    }


def _likeness(naps):
    """Cosines between groups, their order, and the tree that it comes from."""
    present = np.flatnonzero(~np.isnan(naps).any(axis=1))
    cosines = np.full((len(naps), len(naps)), np.nan)
    cosines[np.ix_(present, present)] = 1 - cosine_distances(naps[present])
    has_tree = present.size > 2
    merges = group_linkage(naps[present]).tolist() if has_tree else []
    return {
        "likeness": quantised(cosines),
        "order": similarity_order(naps).tolist(),
        "merges": [[int(a), int(b), distance, int(n)] for a, b, distance, n in merges],
        "leaves": present.tolist() if has_tree else [],
    }


def _separation(layer, names, deviations, counts, weights):
    """Mean over neurons of each group's |NAP| in deviations that chance gives it; None if unknown.

    Those are of the permutation test where there is one, else standard errors.
    """
    if layer.test is not None:
        scores = dict(zip(layer.test.groups, np.abs(layer.test.scores).mean(axis=1), strict=True))
        return [plain(scores.get(name)) for name in names]
    errors = standard_errors(deviations, counts, weights)
    known = errors > 0
    scores = np.divide(np.abs(layer.naps), errors, out=np.zeros_like(errors), where=known)
    totals = scores.sum(axis=1)
    return [
        float(total / n) if n else None for total, n in zip(totals, known.sum(axis=1), strict=True)
    ]
