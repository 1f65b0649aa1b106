"""How often hidden subgroups mislead: rows of the table of `calibration.py`.

Single populations of several shapes, one normal variable behind neurons that are bounded, near
copies of few inputs, and second populations of which the share is known.
"""

import numpy as np
from topomaps.statistics.subgroup_tables import FEW_AT_BOUNDS
from topomaps.statistics.subgroups import TOWARDS, hidden_subgroups

N_GROUPS, N, N_NEURONS, N_SEEDS = 3, 100, 16, 5
SHAPES = {  # of one population
    "normal": lambda generator, shape: generator.normal(size=shape),
    "gamma": lambda generator, shape: generator.gamma(2, size=shape),
    "logistic": lambda generator, shape: generator.logistic(size=shape),
    "uniform": lambda generator, shape: generator.random(shape) * 3,
    "sparse": lambda generator, shape: (
        generator.exponential(size=shape) * (generator.random(shape) < 0.1)
    ),
}
BENDS = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-4 * x)),
    "tanh": np.tanh,
    "ReLU": lambda x: np.maximum(x, 0),
    "ReLU, few": lambda x: np.maximum(x - 1, 0),
    "leaky ReLU": lambda x: np.maximum(x, 0.1 * x),
}
PARTS = {  # share, distance in standard deviations, inputs of a group
    "25 %, 5 sd": (0.25, 5, 200),
    "10 %, 6 sd": (0.1, 6, 400),
    "40 %, 5 sd": (0.4, 5, 200),
}


def subgroups(repetitions):
    """Level, power, coverage of the share, and dependence on the seed."""
    yield from _single_populations(repetitions)
    yield from _bent(repetitions)
    yield from _copies(repetitions)
    for name, part in PARTS.items():
        for towards in TOWARDS:
            yield from _parts(name, part, towards, repetitions)


def _single_populations(repetitions):
    labels = np.repeat(np.arange(N_GROUPS), N)
    for (name, draw), towards in ((each, t) for each in SHAPES.items() for t in TOWARDS):
        called = []
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            centres = 0.5 * generator.normal(size=(N_GROUPS, N_NEURONS))
            values = centres[labels] + draw(generator, (len(labels), N_NEURONS))
            called.append(_divided(values, labels, seed, towards).any())
        yield name, f"any divided, {towards}", np.mean(called), "<= .05"


def _bent(repetitions):
    labels = np.repeat(np.arange(N_GROUPS), N)
    for (name, bend), towards in ((each, t) for each in BENDS.items() for t in TOWARDS):
        called, silent = [], []
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            centres = 0.5 * generator.normal(size=(N_GROUPS, N_NEURONS))
            latent = generator.normal(size=(len(labels), 1)) * generator.normal(size=N_NEURONS)
            noise = 0.1 * generator.normal(size=latent.shape)
            values = bend(centres[labels] + latent + noise)
            table = hidden_subgroups(values, labels, seed=seed, towards=towards).table
            called.append(table["divided"].any())
            silent.append((table["divided"] & (table["at_bounds"] < FEW_AT_BOUNDS)).any())
        yield name, f"any divided, {towards}", np.mean(called), "said to be in doubt"
        yield name, "the same without the doubt", np.mean(silent), "0"


def _copies(repetitions):
    person = np.repeat(np.arange(2 * 30), 10)
    labels = (person >= 30).astype(int)
    for towards in TOWARDS:
        called = {"blocks": [], "no blocks": []}
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            people = generator.normal(size=(2 * 30, 8)) + 2 * (np.arange(60) >= 30)[:, None]
            values = people[person] + 0.1 * generator.normal(size=(len(person), 8))
            for name, blocks in (("blocks", person), ("no blocks", None)):
                called[name].append(_divided(values, labels, seed, towards, blocks).any())
        yield "copies", f"any divided, {towards}", np.mean(called["blocks"]), "<= .05"
        yield "copies", "the same without blocks", np.mean(called["no blocks"]), "-"


def _parts(name, part, towards, repetitions):
    share, distance, n = part
    labels, found, held, differ = np.repeat(np.arange(N_GROUPS), n), [], [], []
    for seed in range(repetitions):
        generator = np.random.default_rng([7, seed])
        second = (labels == 0) & (generator.random(len(labels)) < share)
        centres = distance / np.sqrt(2) * np.eye(N_GROUPS, N_NEURONS)
        values = centres[np.where(second, 1, labels)]
        values = values + generator.normal(size=values.shape)
        rows = [hidden_subgroups(values, labels, seed=each, towards=towards).table.loc[0]
                for each in range(N_SEEDS if towards == "anything" else 1)]  # fmt: skip
        said = [row["divided"] for row in rows]
        found.append(said[0])
        differ.append(len(set(said)) > 1)
        held += [rows[0]["low"] <= share <= rows[0]["high"]] if said[0] else []
    yield name, f"found, {towards}", np.mean(found), "power"
    if held:
        yield name, f"share in its interval, of {len(held)}", np.mean(held), ">= .90"
    if towards == "anything":
        yield name, f"verdicts differ in {N_SEEDS} seeds", np.mean(differ), "few"


def _divided(values, labels, seed, towards, blocks=None):
    found = hidden_subgroups(values, labels, seed=seed, towards=towards, blocks=blocks)
    return found.table["divided"]
