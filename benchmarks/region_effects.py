"""Do effects of regions find what acts, and nothing else? Level, power, and time.

.venv/bin/python benchmarks/region_effects.py [level] [planted] [time]

level    Random regions of networks that learned digits: how often p <= .05 of any output, for each
         group and for the gap between groups, over 500 cases.
planted  Networks of digits with a further input that marks a group of half of the images. It
         enters eight hidden neurons, four of which are cut off from the outputs. Over 20 seeds:
         does the region that acts have p <= .05, and the other one not?
time     10 regions and 99 control sets of each, for 2,000 inputs of such a network.
"""

import sys
from time import perf_counter

import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier
from topomaps.effects.region_effects import region_effects

N_CASES, N_SEEDS, N_HIDDEN, SIZE = 500, 20, 64, 6
ACTS, IDLE = [0, 1, 2, 3], [4, 5, 6, 7]


def softmax(scores):
    """Probabilities of scores (n, C)."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def learned(inputs, labels, seed, iterations=60):
    """Weights of a network of one hidden layer that has learned the labels."""
    network = MLPClassifier((N_HIDDEN,), max_iter=iterations, random_state=seed)
    network.fit(inputs, labels)
    return network.coefs_, network.intercepts_


def level(first=0):
    """Shares of random regions with p <= .05, family-wise over the outputs of a group."""
    inputs, labels = load_digits(return_X_y=True)
    inputs, found = inputs / 16, []
    for case in range(first, first + N_CASES):
        generator = np.random.default_rng(case)
        if case % 25 == 0:
            rows = generator.permutation(len(labels))
            (first, second), (bias, last) = learned(inputs[rows[:800]], labels[rows[:800]], case)
        rows = generator.choice(len(labels), 300, replace=False)
        hidden = np.maximum(inputs[rows] @ first + bias, 0)
        table = region_effects(
            lambda each, second=second, last=last: softmax(each @ second + last),
            hidden, labels[rows] % 3, generator.choice(N_HIDDEN, SIZE, replace=False),
            labels=labels[rows], random_state=case,
        )  # fmt: skip
        found.append(table.groupby(table["group"].astype(str))["p"].min() <= 0.05)
    rates = np.mean(found, axis=0)
    error = np.sqrt(0.05 * 0.95 / N_CASES)
    print(f"level, {N_CASES} random regions of {SIZE} of {N_HIDDEN} neurons (5.0 % ± {error:.1%}):")
    for group, rate in zip(found[0].index, rates, strict=True):
        print(f"  group {group}: {rate:.1%}")


def marked(seed):
    """Activations, groups, labels and outputs of a network in which a mark enters eight neurons."""
    inputs, labels = load_digits(return_X_y=True)
    generator = np.random.default_rng(seed)
    groups = generator.integers(0, 2, len(labels))
    (first, second), (bias, last) = learned(inputs / 16, labels, seed)
    scores = inputs / 16 @ first + bias
    scores[:, ACTS + IDLE] += 2 * groups[:, None]
    second[ACTS + IDLE] = 0
    second[ACTS, 3] = 0.5  # the mark makes images look like threes
    return np.maximum(scores, 0), groups, labels, lambda each: softmax(each @ second + last)


def planted():
    """How often each of two regions that respond to the mark alike has p <= .05 for the gap."""
    found = {"acts": [], "cut off": []}
    for seed in range(N_SEEDS):
        hidden, groups, labels, run = marked(seed)
        for name, region in (("acts", ACTS), ("cut off", IDLE)):
            table = region_effects(run, hidden, groups, region, labels=labels, random_state=seed)
            row = table[(table["group"] == "gap") & (table["output"] == 3)].iloc[0]
            found[name].append((row["change"], row["p"], (table["p"] <= 0.05).sum()))
    for name, rows in found.items():
        changes, p, n = np.transpose(rows)
        print(f"{name}: the gap in the output of 3 changes by {changes.mean():+.3f} on average; "
              f"p <= .05 for {(p <= 0.05).sum()} of {N_SEEDS} seeds; p from {p.min():.2f} to "
              f"{p.max():.2f}; rows of the table with p <= .05: {n.sum():.0f}")  # fmt: skip


def time():
    """Seconds for ten regions."""
    hidden, groups, labels, run = marked(0)
    rows = np.random.default_rng(0).integers(0, len(hidden), 2000)
    start = perf_counter()
    for seed in range(10):
        region = np.random.default_rng(seed).choice(N_HIDDEN, SIZE, replace=False)
        region_effects(run, hidden[rows], groups[rows], region, labels=labels[rows])
    print(f"10 regions, 99 sets each, 2,000 inputs: {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    for name in sys.argv[1:] or ("level", "planted", "time"):
        {"level": level, "planted": planted, "time": time}[name]()
