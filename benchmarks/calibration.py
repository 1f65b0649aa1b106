"""How often numbers that stand as evidence mislead: each in data where nothing is to be found.

A function for each number gives rows of a table: the design, what was measured, its value, and what
it should be. Designs have few and many groups, equal and unequal sizes, and few active neurons.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/calibration.py` (minutes on one
core, and coarse); `--repetitions 100` takes an hour or more. Numbers can be named: `… layers`.
"""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.layouts.permuted_layers import shared_similarities
from topomaps.profiles.naps import neuron_activation_profiles
from topomaps.statistics.chance import chance_level
from topomaps.statistics.dissimilarities import correlation_table, dissimilarity_matrix
from topomaps.statistics.halves import halves, largest_regions, regions_in_half
from topomaps.statistics.similarities import similarity_intervals

LEVEL, N_NEURONS, N_PERMUTATIONS = 0.05, 64, 39
SIZES = {
    "2 x 100": [100] * 2,
    "3 x 20": [20] * 3,
    "10 x 20": [20] * 10,
    "10/100/1000": [10, 100, 1000],
    "ages": [18, 124, 108, 301, 213, 124, 73, 29, 11],  # a fifth of FairFace's
}


def noise(generator, labels, sparse=False):
    """Activations (n, N) of one population; sparse ones are active for 5 % of the inputs."""
    shape = len(labels), N_NEURONS
    if sparse:
        return generator.exponential(size=shape) * (generator.random(shape) < 0.05)
    return generator.normal(size=shape)


def naps_of(values, labels):
    """NAPs (G, N) of labelled activations."""
    return neuron_activation_profiles(values, labels)[1]


def layers(repetitions):
    """r of two layers of noise on a shared layout, and how often its p is at most the level."""
    for name in ("2 x 100", "3 x 20", "10 x 20"):
        labels, found, p = _labels(name), [], []
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            first, second = (noise(generator, labels) for _ in range(2))
            drawn = [second, *(generator.permutation(second) for _ in range(N_PERMUTATIONS))]
            null = [
                shared_similarities([naps_of(first, labels), naps_of(each, labels)], seed + n, 40)[
                    0
                ]
                for n, each in enumerate(drawn)
            ]
            found.append(null[0])
            p.append(chance_level(null[0], np.array(null[1:]))["p"])
        yield name, "r of layers of noise", np.mean(found), "its chance level beside it"
        yield name, "p of r at most .05", np.mean(np.array(p) <= LEVEL), "<= .05"


def agreement(repetitions):
    """Agreement of the dissimilarities of layers of noise, and how often p is at most the level."""
    for name in ("10 x 20", "10/100/1000", "ages"):
        labels, tables = _labels(name), []
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            first, second = (noise(generator, labels, sparse=True) for _ in range(2))
            matrices = [dissimilarity_matrix(naps_of(each, labels)) for each in (first, second)]
            drawn = (generator.permutation(second) for _ in range(99))
            permuted = np.stack([dissimilarity_matrix(naps_of(each, labels)) for each in drawn])
            both = [permuted, permuted]
            tables.append(correlation_table(["a", "b"], np.stack(matrices), both))
        table = pd.concat(tables)
        yield name, "agreement of noise", table["correlation"].mean(), "its band beside it"
        yield name, "p of agreement at most .05", (table["p"] <= LEVEL).mean(), "<= .05"


def cosines(repetitions):
    """How often cosines of noise are bold, and how often they lie in the band of chance."""
    for name in ("3 x 20", "10 x 20", "10/100/1000", "ages"):
        labels, tables = _labels(name), []
        for seed in range(repetitions):
            values = noise(np.random.default_rng(seed), labels)
            how = {"seed": seed, "n_resamples": 400, "n_permutations": 199}
            tables.append(similarity_intervals(values, labels, **how))
        table = pd.concat(tables)
        differs = (table["low"] > table["unrelated"]) | (table["high"] < table["unrelated"])
        held = table["similarity"].between(table["chance_low"], table["chance_high"])
        yield name, "bold cosines", (differs & (table["noise_p"] <= LEVEL)).mean(), "<= .05"
        yield name, "cosines in the band of chance", held.mean(), ".95"


def regions(repetitions):
    """How often the region of a group is significant in the half it was found in, and the other."""
    for name in ("3 x 20", "10 x 20"):
        labels, significant = _labels(name), ([], [])
        names = tuple(map(str, range(labels.max() + 1)))
        inputs = GroupedInputs(Grouping(names, names, names, labels), labels >= 0, None)
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            values, both = noise(generator, labels), halves(labels, generator)
            how = {"threshold": 0.5, "min_neurons": 3}
            found = largest_regions(values, both[0], names, "sorted", seed, {}, **how)
            for half, rates in zip(both, significant, strict=True):
                how = {"seed": seed, "n_permutations": 199}
                table = regions_in_half(values, inputs, half, found, **how)
                own = table[table["region"] == table["group"]]
                rates += (own["p"] <= LEVEL).tolist()
        yield name, "regions, same half", np.mean(significant[0]), "flagged"
        yield name, "regions, other half", np.mean(significant[1]), "<= .05"


def _labels(name):
    return np.repeat(np.arange(len(SIZES[name])), SIZES[name])


NUMBERS = {each.__name__: each for each in (layers, agreement, cosines, regions)}


def main():
    """Print the table."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("numbers", nargs="*", help=f"of {', '.join(NUMBERS)}; all if left out")
    parser.add_argument("--repetitions", type=int, default=10)
    options = parser.parse_args()
    for number in options.numbers or NUMBERS:
        for design, measured, value, wanted in NUMBERS[number](options.repetitions):
            print(f"{design:12s} {measured:32s} {value:6.3f}   {wanted}", flush=True)


if __name__ == "__main__":
    main()
