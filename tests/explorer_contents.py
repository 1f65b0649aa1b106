"""Contents of explorers of any size, made up for tests and benchmarks."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
from topomaps.activations.inputs import InputTable
from topomaps.activations.shown_inputs import Pictures, ShownSounds, ShownTexts
from topomaps.explorer.analyses import Analysis, Layer, Source, Tested
from topomaps.explorer.contents import explorer_contents
from topomaps.explorer.testing import Testing
from topomaps.groups.sampling import SampledGroups
from topomaps.profiles.naps import neuron_activation_profiles
from topomaps.statistics.marked_pairs import MAX_VALUES
from topomaps.statistics.pairwise import holm

SETTINGS = {
    "title": "made up", "name": "made_up", "alpha": 0.05, "about_people": False, "pictures": True,
    "picture_size": 64, "color_limit": 99,
    "regions": {"threshold": 0.5, "min_neurons": 3, "n_inputs": 6},
}  # fmt: skip
PER_GROUP = 5  # inputs, at least
PERMUTATIONS = 999
EFFECTS = {
    "typical_g": 0.4, "typical_g_low": 0.35, "typical_g_high": 0.45, "typical_g_by_chance": 0.1,
    "max_abs_g": 2.1, "max_abs_g_chance_high": 0.8, "similarity_chance_low": -0.6,
    "similarity_chance_high": 0.2,
}  # fmt: skip
ENOUGH, FEW = 25, 7  # inputs that are said to be tested of a group


def synthetic_contents(
    n_layers, n_neurons, n_groups, n_pictures, seed=0, names=None, few=(), texts=(), sounds=(),
    **changes,
):  # fmt: skip
    """Contents of layers whose neurons respond to groups by their place.

    Parameters
    ----------
    n_layers, n_neurons, n_groups : int
    n_pictures : int
        Inputs in the page, each with a picture of 64 x 64 pixels.
    seed : int
    names : sequence of str, optional
        Names of the groups, which are the classes of the inputs, too.
    few : sequence of str
        Names of groups that are too small for tests of pairs.
    texts : sequence of str
        Inputs in turn, in place of pictures; their tokens are their words.
    sounds : sequence of topomaps.data.sounds.Waveform
        The same as sounds.
    **changes
        Settings of `topomaps.explorer.contents.explorer_contents` that differ.

    Returns
    -------
    dict
        As of `topomaps.explorer.contents.explorer_contents`.
    """
    generator = np.random.default_rng(seed)
    names = [f"group {each}" for each in range(n_groups)] if names is None else list(names)
    n_inputs = max(PER_GROUP * n_groups, n_pictures)
    labels = np.arange(n_inputs) % n_groups
    known = InputTable(
        labels, (labels + (np.arange(n_inputs) % 7 == 0)) % n_groups, tuple(names), tuple(names),
        pd.DataFrame(index=range(n_inputs)),
    )  # fmt: skip
    shown = _shown(texts, sounds, n_inputs, generator)
    source = Source("made up", "", "", known, None, shown)
    groups = SampledGroups(
        tuple(names), ("",) * n_groups, tuple(names), ("given",) * n_groups,
        [np.flatnonzero(labels == group) for group in range(n_groups)],
    )  # fmt: skip
    layers = [
        _layer(f"layer_{number}", n_neurons, labels, names, few, generator)
        for number in range(n_layers)
    ]
    if texts:  # each token excites all neurons by its place among all
        n_tokens = sum(len(text.split()) for text in _repeated(texts, n_inputs))
        tokens = np.repeat(np.arange(n_tokens, dtype=float)[:, None], n_neurons, axis=1)
        layers = [each._replace(tokens=tokens) for each in layers]
    units = {name: FEW if name in few else ENOUGH for name in names}
    analysis = Analysis(
        "made_up", "made_up", "made up, by class", ["class"], False, 0, groups,
        np.array([inputs[0] for inputs in groups.inputs]), layers, Testing(units, False, ""),
    )  # fmt: skip
    return explorer_contents([source], [analysis], n_inputs=n_pictures, **{**SETTINGS, **changes})


def _repeated(values, n_inputs):
    return [values[number % len(values)] for number in range(n_inputs)]


def _shown(texts, sounds, n_inputs, generator):
    """Inputs as pictures, as texts with their words, or as sounds."""
    if sounds:
        return ShownSounds(_repeated(sounds, n_inputs).__getitem__, "{}.wav".format)
    if not texts:
        pixels = _photographs(n_inputs, generator)
        return Pictures(lambda number: pixels[number])
    inputs = _repeated(texts, n_inputs)
    places = [[each.span() for each in re.finditer(r"\S+", text)] for text in inputs]
    starts = np.cumsum([0, *map(len, places)])
    return ShownTexts(
        inputs.__getitem__, {"token_starts": starts, "token_places": np.concatenate(places)}
    )


def _layer(name, n_neurons, labels, names, few, generator):
    """Neurons on a disc; each group excites those around a place of its own."""
    n_groups = len(names)
    radii, angles = np.sqrt(generator.random(n_neurons)), 2 * np.pi * generator.random(n_neurons)
    positions = 0.5 + 0.5 * np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])
    places = 0.2 + 0.6 * generator.random((n_groups, 2))
    distances = np.linalg.norm(positions[None] - places[:, None], axis=-1)
    responses = np.exp(-((distances / 0.2) ** 2))
    noise = generator.normal(0, 0.3, (len(labels), n_neurons)).astype(np.float32)
    activations = np.maximum(responses[labels] + noise, 0)
    naps = neuron_activation_profiles(activations, labels)[1]
    scores = naps / (naps.std() or 1)
    p = _as_permuted(np.exp(-np.abs(scores) * 2))
    summary = {
        "n_permutations": PERMUTATIONS, "p": 0.001, "effect": 0.1, "effect_low": 0.08,
        "effect_high": 0.12,
    }  # fmt: skip
    pairs = _pairs(scores, [name for name in names if name not in few], names)
    separation = np.abs(scores).mean(axis=1)
    of_groups = pd.DataFrame({"group": names, "separation": separation, "p": 0.001})
    of_groups = of_groups.assign(chance_low=0.7, chance_high=0.9, p_holm=0.005)
    test = Tested(np.array(names), p, scores, summary, of_groups, *pairs)
    return Layer(name, name, activations, False, naps, {"sorted": positions}, {}, test)


def _pairs(scores, tested, names):
    """Table of pairs of groups, and the p of their neurons."""
    pairs = list(combinations(tested, 2))[: MAX_VALUES // scores.shape[1]]
    place = {name: number for number, name in enumerate(names)}
    found = {
        (a, b): _as_permuted(np.exp(-np.abs(scores[place[a]] - scores[place[b]]))) for a, b in pairs
    }
    table = pd.DataFrame(pairs, columns=["first", "second"])
    table = table.assign(p=[each.min() for each in found.values()], n_permutable=2 * ENOUGH)
    return table.assign(p_holm=holm(table["p"]), **EFFECTS), found


def _as_permuted(p):
    return np.ceil(p * (PERMUTATIONS + 1)) / (PERMUTATIONS + 1)


def _photographs(n_inputs, generator):
    """Pictures (n, 64, 64, 3) as hard to compress as photographs: smooth, with some noise."""
    coarse = generator.integers(0, 255, (n_inputs, 8, 8, 3))
    smooth = coarse.repeat(8, axis=1).repeat(8, axis=2)
    for axis in (1, 2):
        for _ in range(3):
            smooth = (smooth + np.roll(smooth, 2, axis) + np.roll(smooth, -2, axis)) // 3
    noise = generator.integers(-6, 7, smooth.shape)
    return np.clip(smooth + noise, 0, 255).astype(np.uint8)
