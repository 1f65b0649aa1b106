"""Rows of `calibration.py` on tests of groups, what their power is, and how large effects are.

Designs have equal means and unequal variances, or inputs that depend on each other, or one
difference that is planted.
"""

import numpy as np
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import Grouping
from topomaps.profiles.permuted import permuted_profiles
from topomaps.statistics.chance import chance_level
from topomaps.statistics.dissimilarities import (
    dissimilarity_matrix,
    layer_correlations,
    permuted_correlations,
)
from topomaps.statistics.pairwise import pairwise_differences
from topomaps.statistics.significance import group_separation
from topomaps.statistics.similarities import similarity_intervals

LEVEL, N_NEURONS, N_PERMUTATIONS = 0.05, 32, 199


def unequal(sizes, deviations, draw="normal"):
    """Design of equal means (0) and unequal variances."""

    def design(generator):
        labels = np.repeat(np.arange(len(sizes)), sizes)
        values = getattr(generator, draw)(size=(len(labels), N_NEURONS))
        values -= {"normal": 0, "exponential": 1}[draw]
        return values * np.array(deviations)[labels, None], labels, {}

    return design


def sparse(sizes, shares):
    """Design of equal means (1), active for unequal shares of the inputs."""

    def design(generator):
        labels = np.repeat(np.arange(len(sizes)), sizes)
        share = np.array(shares)[labels, None]
        values = generator.exponential(size=(len(labels), N_NEURONS)) / share
        return values * (generator.random(values.shape) < share), labels, {}

    return design


def persons(n_persons, n_each, own, n_groups=2, known=True):
    """Design of persons of one group each; `own` is the variance that a person's inputs share."""

    def design(generator):
        person = np.repeat(np.arange(n_persons), n_each)
        values = np.sqrt(own) * generator.normal(size=(n_persons, N_NEURONS))[person]
        values += np.sqrt(1 - own) * generator.normal(size=values.shape)
        labels = generator.permutation(np.arange(n_persons) % n_groups)[person]
        return values, labels, {"blocks": person} if known else {}

    return design


def nuisance(n, known=True):
    """Design of an attribute of four values that moves activations and leans on the group."""

    def design(generator):
        strata = generator.integers(0, 4, n)
        labels = (generator.random(n) < 0.2 + 0.2 * strata).astype(int)
        values = generator.normal(size=(n, N_NEURONS)) * (1 + strata[:, None]) + strata[:, None]
        return values, labels, {"strata": strata} if known else {}

    return design


NULLS = {
    "20 of sd 3 / 200": unequal([20, 200], [3, 1]),
    "50 of sd 1.5 / 500": unequal([50, 500], [1.5, 1]),
    "20 / 200 of sd 3": unequal([20, 200], [1, 3]),
    "12 of sd 4 / 30 / 120": unequal([12, 30, 120], [4, 1, 1]),
    "exponential, 40 of sd 2 / 160": unequal([40, 160], [2, 1], "exponential"),
    "7 groups, sd 1 to 4": unequal([15, 20, 30, 40, 60, 80, 100], [4, 1, 3, 1, 2, 1, 1]),
    "sparse, 60 of .5 / 300 of .2": sparse([60, 300], [0.5, 0.2]),
    "50 persons x 5, .3": persons(50, 5, 0.3),
    "100 copied 4 times": persons(100, 4, 0.92),
    "60 persons x 1 to 14, .3": persons(60, np.arange(60) % 14 + 1, 0.3),
    "36 persons x 8, .5, 3 groups": persons(36, 8, 0.5, 3),
    "nuisance, 240": nuisance(240),
}
UNAWARE = {
    "50 persons x 5, .3": persons(50, 5, 0.3, known=False),
    "nuisance, 240": nuisance(240, known=False),
}


def separation(repetitions):
    """How often a layer, or any of its neurons, is said to differ where means are equal."""
    for designs, suffix in ((NULLS, ""), (UNAWARE, ", not told")):
        for name, design in designs.items():
            rejected = np.zeros(2)
            for seed in range(repetitions):
                values, labels, how = design(np.random.default_rng([3, seed]))
                how["n_permutations"] = N_PERMUTATIONS
                test = group_separation(values, labels, seed=seed, **how)
                rejected += test.p <= LEVEL, test.neuron_p.min() <= LEVEL
            wanted = "above: why it is to be told" if suffix else "about .05"
            for what, rate in zip(("layer", "any neuron"), rejected / repetitions, strict=True):
                yield name, f"p of {what} at most .05{suffix}", rate, wanted


def planted(sizes, shift, n_moved, draw="normal"):
    """Design of equal variances in which neurons of the first group are moved."""

    def design(generator):
        labels = np.repeat(np.arange(len(sizes)), sizes)
        values = getattr(generator, draw)(size=(len(labels), N_NEURONS))
        values[:, :n_moved] += shift * (labels == 0)[:, None]
        return values, labels

    return design


ALTERNATIVES = {
    "2 x 100, all by .1": planted([100, 100], 0.1, N_NEURONS),
    "3 x 20, ten by .45": planted([20] * 3, 0.45, 10),
    "20/60/200, four by .6": planted([20, 60, 200], 0.6, 4),
    "100/20, ten by .4": planted([100, 20], 0.4, 10),
    "exponential, 7 x 30, ten by .4": planted([30] * 7, 0.4, 10, "exponential"),
}


def plain_p(values, labels, generator):
    """p of the mean absolute NAP, not studentised, of equal groups of inputs (not told blocks)."""
    members = np.eye(labels.max() + 1)[labels].T
    members /= members.sum(axis=1, keepdims=True)
    orders = [np.arange(len(labels)), *(generator.permutation(len(labels)) for _ in range(199))]
    means = np.stack([members @ values[order] for order in orders])
    sizes = np.abs(means - means.mean(axis=1, keepdims=True)).mean(axis=(1, 2))
    return ((sizes[1:] >= sizes[0]).sum() + 1) / len(sizes)


def power(repetitions):
    """How often a planted difference is found, beside the statistic that is not studentised."""
    for name, design in ALTERNATIVES.items():
        found = np.zeros(2)
        for seed in range(repetitions):
            values, labels = design(np.random.default_rng([4, seed]))
            test = group_separation(values, labels, seed=seed, n_permutations=N_PERMUTATIONS)
            plain = plain_p(values, labels, np.random.default_rng([5, seed]))
            found += test.p <= LEVEL, plain <= LEVEL
        own, plain = found / repetitions
        yield name, "power", own, f">= .9 of {plain:.2f}, of the mean |NAP|"


def effects(repetitions):
    """Effect sizes of two groups: how often intervals hold, and |g| beside its chance level."""
    for name, sizes in {"5/5": [5, 5], "10/500": [10, 500], "100/100": [100, 100]}.items():
        for shift in (0, 0.2):
            labels, tables = np.repeat([0, 1], sizes), []
            for seed in range(repetitions):
                values = np.random.default_rng([6, seed]).normal(size=(len(labels), N_NEURONS))
                values += shift * labels[:, None]
                tables.append(_pair(values, labels, seed))
            yield from _rows_of_effects(name, shift, tables)
    people = [persons(60, 5, 0.3)(np.random.default_rng([6, seed])) for seed in range(repetitions)]
    tables = [_pair(values, labels, 0, **how) for values, labels, how in people]
    yield from _rows_of_effects("60 persons x 5, .3", 0, tables)


def _pair(values, labels, seed, **how):
    how["n_permutations"] = N_PERMUTATIONS
    return pairwise_differences(values, labels, seed=seed, **how).iloc[0]


def _rows_of_effects(name, shift, tables):
    name = f"{name}, {shift} sd"
    held = np.mean([each["typical_g_low"] <= shift <= each["typical_g_high"] for each in tables])
    yield name, "interval of typical g holds", held, ">= .90"
    typical, own, chance = (
        np.mean([each[column] for each in tables])
        for column in ("typical_g", "mean_abs_g", "mean_abs_g_chance")
    )
    yield name, "typical g", typical, f"{shift}"
    wanted = f"{chance:.2f} by chance" if shift else f"as by chance, {chance:.2f}"
    yield name, "mean |g|", own, wanted


def dependent(repetitions):
    """Cosines and agreement of layers of inputs that depend on each other, told and not told."""
    for known in (True, False):
        suffix, wanted = ("", "<= .05") if known else (", not told", "above: why it is to be told")
        long, agreeing = [], []
        for seed in range(repetitions):
            generator = np.random.default_rng([7, seed])
            values, labels, how = persons(48, 5, 0.5, 4)(generator)
            person, how = how["blocks"], how if known else {}
            small = {"n_resamples": 50, "n_permutations": 99}
            table = similarity_intervals(values, labels, seed=seed, **small, **how)
            long.append((table["noise_p"] <= LEVEL).mean())
            second = generator.normal(size=(48, N_NEURONS))[person]
            agreeing.append(_p_of_agreement(values, second, labels, how.get("blocks"), seed))
        yield "48 persons x 5, .5", f"cosines beyond noise{suffix}", np.mean(long), wanted
        rate = np.mean(np.array(agreeing) <= LEVEL)
        wanted = wanted if known else "may be above"
        yield "48 persons x 5, .5", f"layers that agree{suffix}", rate, wanted


def _p_of_agreement(first, second, labels, blocks, seed):
    """p of the agreement of two layers of noise on which groups are alike."""
    names = tuple(map(str, range(labels.max() + 1)))
    grouping = Grouping(names, ("",) * len(names), names, labels)
    inputs = GroupedInputs(grouping, labels >= 0, None, blocks)
    how = {
        "sampling": {"by": ["class"]}, "features": "naps",
        "how": {"pool_maps": True, "weighted": False},
        "names": {"seed": 0, "experiment": "e", "inputs_of": "d", "condition": "layout"},
    }  # fmt: skip
    permuted = []
    for number in range(99):
        generator = np.random.default_rng([8, seed, number])
        profiles = permuted_profiles(second, inputs, generator, **how)[1]
        permuted.append(dissimilarity_matrix(profiles.naps))
    matrices = np.stack([dissimilarity_matrix(_naps(each, labels)) for each in (first, second)])
    found = layer_correlations(matrices)[0, 1]
    null = permuted_correlations(matrices[0], np.stack(permuted))
    return chance_level(found, null)["p"]


def _naps(values, labels):
    means = np.stack([values[labels == group].mean(axis=0) for group in range(labels.max() + 1)])
    return means - means.mean(axis=0)
