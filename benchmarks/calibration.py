"""How often numbers that stand as evidence mislead: each in data where nothing is to be found.

A function for each number gives rows of a table: the design, what was measured, its value, and what
it should be. Designs have few and many groups, equal and unequal sizes, and few active neurons.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/calibration.py` (minutes on one
core, and coarse); `--repetitions 100` takes an hour or more. Numbers can be named: `… layers`.
"""

from argparse import ArgumentParser
from itertools import product

import numpy as np
import pandas as pd
from calibrated_subgroups import subgroups
from calibrated_tests import dependent, effects, power, separation
from topomaps.explorer.intervals import half_widths
from topomaps.explorer.moments import centring, group_moments
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.groups.shares import shares_of
from topomaps.layouts.permuted_layers import shared_similarities
from topomaps.profiles.naps import neuron_activation_profiles
from topomaps.statistics.chance import chance_level
from topomaps.statistics.dissimilarities import correlation_table, dissimilarity_matrix
from topomaps.statistics.expected_errors import expected_wrong
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.halves import halves
from topomaps.statistics.marked_pairs import marked_pairs
from topomaps.statistics.pairwise import pairwise_tests
from topomaps.statistics.permuted_gaps import permuted_gaps
from topomaps.statistics.region_halves import largest_regions, regions_in_half
from topomaps.statistics.similarities import similarity_intervals
from topomaps.statistics.suspicious_inputs import suspicious_inputs
from topomaps.statistics.verdicts_on_labels import verdict_on_labels

LEVEL, N_NEURONS, N_PERMUTATIONS = 0.05, 64, 39
SIZES = {
    "2 x 100": [100] * 2,
    "3 x 20": [20] * 3,
    "10 x 20": [20] * 10,
    "10/100/1000": [10, 100, 1000],
    "ages": [18, 124, 108, 301, 213, 124, 73, 29, 11],  # a fifth of FairFace's
}

LABELLED = {  # inputs, classes, standard deviations between their means
    "75 in 3": (75, 3, 4),
    "40 in 2": (40, 2, 4),
    "200 in 5": (200, 5, 5),
    "150 alike": (150, 3, 1),
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
            sampled = [second, *(generator.permutation(second) for _ in range(N_PERMUTATIONS))]
            null = [
                shared_similarities([naps_of(first, labels), naps_of(each, labels)], seed + n, 40)[
                    0
                ]
                for n, each in enumerate(sampled)
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
            sampled = (generator.permutation(second) for _ in range(99))
            permuted = np.stack([dissimilarity_matrix(naps_of(each, labels)) for each in sampled])
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


def explorer(repetitions):
    """How often the explorer's intervals hold, and neurons of two groups alike are marked.

    Neurons are active for a share of the inputs: for the same of all groups, or for one of the
    first group's and another of the second's. Activations are exponential where they are active.
    """
    beside = [([n, 500], share) for n in (3, 5, 10, 20, 50) for share in (1, 0.3, 0.05)]
    unequal = [([n, 500], shares) for n in (10, 30) for shares in ((0.3, 0.1), (0.05, 0.3))]
    several = [([2, 100, 100], 1), ([2, 100, 100], 0.05), ([5] * 3, 0.3), ([20] * 10, 0.05)]
    for sizes, share in [*beside, *unequal, *several]:
        shares = np.full(len(sizes), share) if np.isscalar(share) else np.array(share)
        labels = np.repeat(np.arange(len(sizes)), sizes)
        held, known, marked = np.zeros(len(sizes)), np.zeros(len(sizes)), []
        for seed in range(repetitions):
            generator = np.random.default_rng(seed)
            values = generator.exponential(size=(len(labels), N_NEURONS))
            values *= generator.random(values.shape) < shares[labels, None]
            half, beyond = _half_widths(values, labels, shares)
            held += (beyond <= half).sum(axis=1)
            known += (~np.isnan(half)).sum(axis=1)
            marked.append(_is_marked(values, labels, seed) if np.isscalar(share) else np.nan)
        name = f"{'/'.join(map(str, sizes[:3]))} {'/'.join(f'{each:g}' for each in set(shares))}"
        sampled = known / (repetitions * N_NEURONS)
        for group in (0, len(sizes) - 1):
            covered = held[group] / known[group] if known[group] else np.nan
            yield (
                name,
                f"interval, n = {sizes[group]}, {sampled[group]:.0%} drawn",
                covered,
                ">= .90",
            )
        if np.isscalar(share):
            yield name, "neurons of two groups marked", np.mean(marked), "<= .05, 0 if refused"


def labels(repetitions):
    """How often the interval of the number of wrong labels holds it, and what is said of all."""
    for name, (n, n_classes, distance) in LABELLED.items():
        for kind in ("right", "uniform 5 %", "uniform 20 %", "uniform 40 %", "by class", "cycle"):
            held, said = [], []
            for seed in range(repetitions):
                generator = np.random.default_rng(seed)
                right = np.arange(n) % n_classes
                values = distance * np.eye(n_classes, 8)[right] + generator.normal(size=(n, 8))
                given = mislabelled(right, kind, generator)
                suspects = suspicious_inputs(values, given, seed=seed)
                _, low, high = expected_wrong(suspects)
                held.append(low <= (given != right).sum() <= high)
                said.append(verdict_on_labels(suspects).startswith("Nothing"))
            wanted = "the rest: cannot tell" if kind in ("right", "uniform 5 %") else "0"
            yield name, f"interval, {kind}", np.mean(held), ">= .90"
            yield name, f'"nothing suspicious", {kind}', np.mean(said), wanted


def mislabelled(right, kind, generator):
    """Labels (n,) of which some are wrong: at random, at rates by class, or each as the next."""
    n_classes, n = right.max() + 1, len(right)
    shifts = generator.integers(1, n_classes, n)
    rates = {"right": 0, "by class": np.linspace(0, 0.4, n_classes)[right], "cycle": 0.2}
    rate = rates[kind] if kind in rates else float(kind.split()[1]) / 100
    wrong = generator.random(n) < rate
    return np.where(wrong, (right + (1 if kind == "cycle" else shifts)) % n_classes, right)


def _half_widths(values, labels, shares):
    """Half the intervals of NAPs, and how far the NAPs lie from the truth; (G, N) each."""
    moments = group_moments(values, [np.flatnonzero(labels == g) for g in range(len(shares))])
    weights = centring(moments.counts, np.zeros(len(shares)))
    return half_widths(moments, weights), np.abs(weights @ (moments.means - shares[:, None]))


def _is_marked(values, labels, seed):
    """Whether any neuron of two groups is marked; groups that are too small never are."""
    names, labels = {"0", "1"}, labels.astype(str)
    pairs = {each for each in marked_pairs(labels, N_NEURONS) if set(each) == names}
    tests = pairwise_tests(
        grouped_layer(values, labels), seed=seed, n_permutations=199, chosen=pairs
    )
    return any((test.neuron_p <= LEVEL).any() for test in tests)


# Groups as (units, images of each, their correlation within a unit).
GROUPS_OF_UNITS = {
    "5 v 5": [(5, 1, 0)] * 2,
    "5 v 500": [(5, 1, 0), (500, 1, 0)],
    "7 x 100": [(100, 1, 0)] * 7,
    "5 to 500": [(n, 1, 0) for n in (5, 10, 20, 40, 80, 200, 500)],
    "20 v 20 pers": [(20, 10, 0.3)] * 2,
    "5 v 50 pers": [(5, 10, 0.3), (50, 10, 0.3)],
    "5 to 80 pers": [(n, 10, 0.3) for n in (5, 10, 20, 40, 80)],
    "10x10 v 40x1": [(10, 10, 0.3), (40, 1, 0)],
}
SHARES = (0.5, 0.9)


def outcomes(repetitions):
    """Intervals, bounds and tests of gaps between groups of one accuracy, and their power."""
    for (name, groups), share in product(GROUPS_OF_UNITS.items(), SHARES):
        found = []
        for seed in range(20 * repetitions):
            sampled = _outcomes(np.random.default_rng(seed), groups, [share] * len(groups))
            found.append(_gaps(*sampled, len(groups), share, seed))
        p, held, gap_held, bound = np.array(found, dtype=float).T
        design = f"{name}, {share:g}"
        yield design, "p of clearest gap at most .05", (p <= LEVEL).mean(), "<= .05"
        yield design, "coverage of the first share", held.mean(), ">= .90"
        yield design, "coverage of the first gap", gap_held.mean(), ">= .90"
        yield design, "bound of gaps, median", np.median(bound), "all gaps are 0"
    for name, shares in {"20 v 20 pers": (0.9, 0.6), "5 v 500": (0.2, 0.9)}.items():
        sampled = (
            _outcomes(np.random.default_rng(seed), GROUPS_OF_UNITS[name], shares)
            for seed in range(20 * repetitions)
        )
        p = [_gaps(*each, 2, 0, seed)[0] for seed, each in enumerate(sampled)]
        yield f"{name}, {shares}", "power", np.mean(np.array(p) <= LEVEL), ""


def _outcomes(generator, groups, shares):
    """Group, outcome (0 or -1) and block of images of units that differ in their shares."""
    rates, codes = [], []
    for group, ((n_units, n_images, correlation), share) in enumerate(
        zip(groups, shares, strict=True)
    ):
        a = 1 / correlation - 1 if correlation else np.inf
        sampled = generator.beta(share * a, (1 - share) * a, n_units) if correlation else share
        rates.append(np.repeat(np.broadcast_to(sampled, n_units), n_images))
        codes.append(np.repeat(group, n_units * n_images))
    units = np.cumsum([0] + [n for n, _, _ in groups])
    blocks = [
        np.repeat(np.arange(n) + units[group], images)
        for group, (n, images, _) in enumerate(groups)
    ]
    rates, codes, blocks = (np.concatenate(each) for each in (rates, codes, blocks))
    return codes, np.where(generator.random(len(rates)) < rates, 0, -1), blocks


def _gaps(codes, outcomes, blocks, n_groups, share, seed):
    """p, whether the intervals of the first share and gap hold, and the bound of all gaps."""
    own = blocks if len(np.unique(blocks)) < len(blocks) else None
    how = {"strata": None, "blocks": own, "seed": seed, "n_permutations": 199}
    found = shares_of(codes, outcomes, n_groups, 1, own)
    low, high = found.intervals(0.95)[:, 0, 0]
    _, least, most = found.gaps(0, 0.95)
    bound = np.abs(found.gaps(0, 0.9)[1:]).max()
    p = permuted_gaps(codes, outcomes, 1, **how).p[0]
    return p, low <= share <= high, least[0] <= 0 <= most[0], bound


def _labels(name):
    return np.repeat(np.arange(len(SIZES[name])), SIZES[name])


OF_TESTS = (separation, power, effects, dependent)
OF_MAPS = (layers, agreement, cosines, regions, explorer, outcomes, labels, subgroups)
NUMBERS = {each.__name__: each for each in (*OF_TESTS, *OF_MAPS)}


def main():
    """Print the table."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("numbers", nargs="*", help=f"of {', '.join(NUMBERS)}; all if left out")
    parser.add_argument("--repetitions", type=int, default=10)
    options = parser.parse_args()
    for number in options.numbers or NUMBERS:
        for design, measured, value, wanted in NUMBERS[number](options.repetitions):
            print(f"{design:30s} {measured:36s} {value:6.3f}   {wanted}", flush=True)


if __name__ == "__main__":
    main()
