"""Main stages of the workflow on made-up data of any size, as functions to be timed.

Each takes its sizes and returns a function without parameters.
"""

import tempfile
from pathlib import Path

import numpy as np
from topomaps.layouts.compute import compute_layout
from topomaps.layouts.shared_layouts import shared_layouts
from topomaps.layouts.swarm import spread
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.profiles.naps import group_means
from topomaps.scores.image_errors import score_images
from topomaps.statistics.significance import group_separation
from topomaps.statistics.suspicious_inputs import suspicious_inputs


def stored_activations(inputs, neurons, groups, **_):
    """Activations (n, N) of noise, mapped from a file that is gone with the process; labels (n,).

    Groups differ a little in a tenth of the neurons.
    """
    rng = np.random.default_rng(0)
    labels = np.arange(inputs) % groups
    planted = (rng.random((groups, neurons)) < 0.1).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.npy"
        values = np.lib.format.open_memmap(path, "w+", np.float32, (inputs, neurons))
        for start in range(0, inputs, 4096):
            some = labels[start : start + 4096]
            values[start : start + 4096] = planted[some] + rng.standard_normal(
                (len(some), neurons), dtype=np.float32
            )
        values.flush()
        del values
        return np.load(path, mmap_mode="r"), labels


def profiles(neurons, groups, **_):
    """NAPs (N, G) of neurons of ten kinds in all strengths."""
    rng = np.random.default_rng(0)
    kinds = rng.standard_normal((10, groups))[rng.integers(10, size=neurons)]
    return rng.random((neurons, 1)) * kinds + 0.2 * rng.standard_normal((neurons, groups))


def naps(layers=1, **sizes):
    """Average activations of groups."""
    values, labels = stored_activations(**sizes)
    members = [np.flatnonzero(labels == group) for group in range(sizes["groups"])]
    return lambda: [group_means(values, members) for _ in range(layers)]


def sorted_layouts(layers=1, trials=1, **sizes):
    """Layouts by `sorted`; of several layers, shared ones."""
    features = profiles(**sizes)
    if layers > 1:
        return lambda: shared_layouts([features] * layers, 0)
    return lambda: [compute_layout("sorted", features, seed) for seed in range(trials)]


def umap_swarm(trials=1, **sizes):
    """Layouts by UMAP_PSO."""
    features = profiles(**sizes)
    return lambda: [compute_layout("UMAP_PSO", features, seed) for seed in range(trials)]


def swarm(neurons, **_):
    """The swarm alone, 1,000 steps of the local force."""
    start = np.random.default_rng(0).random((neurons, 2))
    return lambda: spread(start)


def scoring(trials=1, **sizes):
    """Maps of all groups and their errors."""
    naps, layout = profiles(**sizes).T, np.random.default_rng(0).random((sizes["neurons"], 2))

    def score():
        for _ in range(trials):
            score_images(map_images(MapGrid(layout).interpolate(naps), color_limit(naps)))

    return score


def separation(permutations=99, layers=1, **sizes):
    """Permutation test of all groups and neurons."""
    values, labels = stored_activations(**sizes)

    def test():
        for _ in range(layers):
            group_separation(values, labels, seed=0, n_permutations=permutations)

    return test


def suspicious(layers=1, **sizes):
    """Inputs whose labels are probably wrong."""
    values, labels = stored_activations(**sizes)
    return lambda: suspicious_inputs([values] * layers, labels)


def painted(**sizes):
    """From NAPs to maps: layout by `sorted`, and a map of each group."""
    features = profiles(**sizes)

    def paint():
        grid = MapGrid(compute_layout("sorted", features, 0))
        return map_images(grid.interpolate(features.T), color_limit(features))

    return paint
