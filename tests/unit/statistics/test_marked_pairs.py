"""Which pairs of groups are tested neuron by neuron, and that they are tested as all pairs are."""

import numpy as np
from topomaps.statistics import marked_pairs as module
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.marked_pairs import marked_pairs, neurons_of_pairs, units_of_groups
from topomaps.statistics.pairwise import pairwise_differences, pairwise_tests, table_of_pairs

SIZES = {"a": 20, "b": 60, "c": 19, "d": 40}
LABELS = np.repeat([*SIZES], [*SIZES.values()])


def test_pairs_of_large_groups_come_first_and_small_groups_not_at_all():
    assert marked_pairs(LABELS, 5) == [("b", "d"), ("a", "b"), ("a", "d")]


def test_as_many_pairs_as_fit_are_marked(monkeypatch):
    assert marked_pairs(LABELS, module.MAX_VALUES // 2) == [("b", "d"), ("a", "b")]
    assert marked_pairs(LABELS, module.MAX_VALUES + 1) == []
    monkeypatch.setattr(module, "MAX_PAIRS", 1)
    assert marked_pairs(LABELS, 5) == [("b", "d")]


def test_blocks_of_one_label_are_counted_instead_of_inputs():
    blocks = np.arange(len(LABELS)) // 2  # a: 10 blocks, b: 30, c: 9 and a half, d: 20
    keep = LABELS != "c"
    assert marked_pairs(LABELS[keep], 5, blocks=blocks[keep]) == [("b", "d")]
    varied = np.arange(len(LABELS)) % 5  # labels vary within blocks, so inputs are exchanged
    assert len(marked_pairs(LABELS, 5, blocks=varied)) == 3
    codes = np.array([0, 0, 1, 1, 1])
    assert units_of_groups(codes).tolist() == [2, 3]
    assert units_of_groups(codes, np.array([7, 7, 3, 3, 9])).tolist() == [1, 2]


def test_chosen_pairs_are_tested_as_if_all_were():
    generator = np.random.default_rng(0)
    values = generator.normal(size=(len(LABELS), 6)) + 2 * (LABELS == "d")[:, None]
    how = {"seed": 3, "n_permutations": 99}
    marked = [("b", "d"), ("a", "b")]
    some, found = neurons_of_pairs(
        pairwise_tests(grouped_layer(values, LABELS), chosen=set(marked), **how), marked
    )
    assert [*found] == [("a", "b"), ("b", "d")]
    assert found["b", "d"].tolist() == [0.01] * 6
    assert (found["a", "b"] > 0.05).all()
    everything = pairwise_differences(values, LABELS, **how).set_index(["first", "second"])
    table = table_of_pairs(some).set_index(["first", "second"])
    for pair in marked:
        assert table.loc[pair, "p"] == everything.loc[pair, "p"]
        count = (found[pair] <= 0.05).sum()
        assert count == everything.loc[pair, "neurons_differing"]


def marked_in_noise(sizes, share, repetitions):
    """Share of draws from one population, sparse neurons, in which neurons of a pair are marked."""
    labels, marked = np.repeat(["a", "b"], sizes), 0
    for seed in range(repetitions):
        generator = np.random.default_rng(seed)
        values = generator.exponential(size=(len(labels), 32))
        values *= generator.random(values.shape) < share
        layer, chosen = grouped_layer(values, labels), set(marked_pairs(labels, 32))
        tests = pairwise_tests(layer, seed=seed, n_permutations=99, chosen=chosen)
        marked += any((test.neuron_p <= 0.05).any() for test in tests)
    return marked / repetitions


def test_two_groups_of_one_population_are_seldom_marked():
    assert marked_in_noise([5, 500], 0.05, 3) == 0
    assert marked_in_noise([20, 300], 0.05, 50) <= 0.14  # 99.8 % of draws at a level of 0.05
    assert marked_in_noise([30, 60], 0.3, 50) <= 0.14
