"""Groups of one population and of two, with a planted part."""

import numpy as np
import pytest
from topomaps.statistics.subgroups import COLUMNS, hidden_subgroups

GROUPS, N, NEURONS = 4, 150, 8


def populations(seed, distance=6.0):
    generator = np.random.default_rng(seed)
    labels = np.repeat(np.arange(GROUPS), N)
    centres = np.linalg.qr(generator.normal(size=(NEURONS, NEURONS)))[0][:GROUPS]
    return labels, distance * centres[labels] + generator.normal(size=(len(labels), NEURONS))


def planted(labels, share):
    """Group 1 with inputs of population 0, of which it then consists to the given share."""
    moved = round(N * share / (1 - share))
    given = labels.copy()
    given[:moved] = 1
    return given


@pytest.mark.parametrize("towards", ["groups", "anything"])
def test_single_populations_are_called_divided_at_most_at_the_level(towards):
    runs = [hidden_subgroups(values, labels, seed=0, towards=towards).table
            for labels, values in map(populations, range(10))]  # fmt: skip
    assert sum(table["divided"].any() for table in runs) <= 2


@pytest.mark.parametrize("share", [0.12, 0.3, 0.45])
def test_planted_part_is_found(share):
    labels, values = populations(1)
    given = planted(labels, share)
    result = hidden_subgroups(values, given, seed=0)
    table = result.table.set_index("group")
    assert tuple(result.table.columns) == COLUMNS
    assert table.loc[1, "divided"]
    assert table.loc[1, "acts_like"] == 0
    assert table.loc[1, "low"] - 0.05 <= share <= table.loc[1, "high"] + 0.05
    assert table.loc[1, "distance"] > 3
    assert table.loc[1, "at_bounds"] == 0
    assert not table.loc[[0, 2, 3], "divided"].any()
    assert table.loc[[0, 2, 3], ["low", "high", "at_bounds"]].isna().all(axis=None)
    part = given == 1
    wrong = labels[part] != 1
    assert np.mean((result.membership[part] > 0.5) == wrong) > 0.97


def outputs(seed, labels, distance):
    """Probabilities (n, GROUPS) of a network that tells the populations apart by some distance."""
    generator = np.random.default_rng(seed)
    logits = distance * np.eye(GROUPS)[labels] + generator.normal(size=(len(labels), GROUPS))
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def test_outputs_show_a_part_that_the_activations_hardly_show():
    labels, values = populations(10, distance=1.0)
    given = planted(labels, 0.3)
    probabilities = outputs(10, labels, 6.0)
    alone, both = (hidden_subgroups(values, given, each, seed=0).table.set_index("group")
                   for each in (None, probabilities))  # fmt: skip
    assert not alone["divided"].any()
    assert both["divided"].tolist() == [False, True, False, False]
    assert both.loc[1, "acts_like"] == 0


def test_outputs_do_not_divide_single_populations():
    tables = []
    for seed in range(15):
        labels, values = populations(seed, distance=2.0)
        found = hidden_subgroups(values, labels, outputs(seed, labels, 4.0), seed=0)
        tables.append(found.table)
    assert sum(table["divided"].any() for table in tables) <= 2


def test_what_divides_a_group_in_any_way_is_looked_for_without_outputs():
    labels, values = populations(11)
    one, two = (hidden_subgroups(values, labels, each, seed=0, towards="anything").table
                for each in (None, outputs(11, labels, 6.0)))  # fmt: skip
    assert one.equals(two)


def test_two_unnamed_clusters_are_found():
    labels, values = populations(2)
    values[:60, 7] += 12  # a part of group 0 that acts like no other group
    result = hidden_subgroups(values, labels, seed=0, towards="anything")
    row = result.table.iloc[0]
    assert row["divided"]
    assert row["acts_like"] == -1
    assert row["share"] == pytest.approx(0.4, abs=0.05)
    assert np.abs(result.differences[0][0]).argmax() == 7


def test_one_group_alone_can_be_looked_into():
    values = np.random.default_rng(0).normal(size=(100, 5))
    values[:40, 2] += 10
    result = hidden_subgroups(values, np.zeros(100, dtype=int), seed=0, towards="anything")
    assert result.table["divided"].all()


def test_differences_name_the_neurons():
    labels, values = populations(3)
    telling = np.where(labels == 0, 20.0, 0.0) + np.random.default_rng(0).normal(size=len(values))
    values = np.column_stack([values, np.ones(len(values)), telling])
    differences = hidden_subgroups(values, planted(labels, 0.3), seed=0).differences[0]
    assert differences.shape == (GROUPS, NEURONS + 2)
    assert np.abs(differences[1]).argmax() == NEURONS + 1
    assert (differences[:, NEURONS] == 0).all()


def test_folds_are_put_together():
    labels, values = populations(4)
    folds = np.arange(len(labels)) % 2
    values = np.where(folds[:, None] == 0, values, 3 - values[:, ::-1])
    result = hidden_subgroups(values, planted(labels, 0.3), seed=0, folds=folds)
    assert result.table.set_index("group").loc[1, "divided"]
    assert result.differences is None


def test_order_and_scale_of_neurons_do_not_matter():
    labels, values = populations(5)
    given = planted(labels, 0.3)
    generator = np.random.default_rng(6)
    other = (values * generator.uniform(0.1, 100, NEURONS))[:, generator.permutation(NEURONS)]
    one, two = (hidden_subgroups(each, given, seed=0).table for each in (values, other))
    np.testing.assert_allclose(one["dip"], two["dip"], rtol=1e-6)
    assert one["acts_like"].equals(two["acts_like"])


def test_tiny_groups_and_gaps_in_the_numbers_are_never_divided():
    labels, values = populations(7)
    labels[labels == 3] = 5  # no input has the labels 3 and 4
    rows = np.r_[0:2, N : len(labels)]
    table = hidden_subgroups(values[rows], labels[rows], seed=0).table
    assert table["group"].tolist() == [0, 1, 2, 5]
    assert not table["divided"].any()
    assert table.loc[0, "p"] == 1


def test_the_seed_determines_the_result():
    labels, values = populations(8)
    one, two = (hidden_subgroups(values, labels, seed=3, towards="anything") for _ in range(2))
    assert one.table.equals(two.table)
    np.testing.assert_array_equal(one.membership, two.membership)


def test_unusable_inputs_are_refused_with_a_sentence():
    labels, values = populations(9)
    with pytest.raises(ValueError, match="allowed: groups, anything"):
        hidden_subgroups(values, labels, seed=0, towards="all")
    with pytest.raises(ValueError, match="another class"):
        hidden_subgroups(values, np.zeros_like(labels), seed=0)
    values[3, 2] = np.inf
    with pytest.raises(ValueError, match="input 3, neuron 2"):
        hidden_subgroups(values, labels, seed=0)


def test_a_quarter_at_five_standard_deviations_is_found():
    found = []
    for seed in range(10):
        generator = np.random.default_rng(seed)
        labels = np.repeat([0, 1, 2], 200)
        true = np.where((labels == 0) & (generator.random(600) < 0.25), 1, labels)
        values = 5 * np.eye(3, 8)[true] / np.sqrt(2) + generator.normal(size=(600, 8))
        found.append(hidden_subgroups(values, labels, seed=seed).table["divided"].tolist())
    assert sum(each[0] for each in found) >= 3  # two in three, in many more
    assert not any(each[1] or each[2] for each in found)


def test_one_normal_variable_behind_a_bound_is_not_without_the_word():
    generator = np.random.default_rng(12)
    latent = generator.normal(size=(400, 1)) * generator.normal(size=8)
    values = 1 / (1 + np.exp(-8 * (latent + 0.1 * generator.normal(size=(400, 8)))))
    labels = np.zeros(400, dtype=int)
    row = hidden_subgroups(values, labels, seed=0, towards="anything").table.iloc[0]
    assert row["divided"]
    assert row["at_bounds"] > 0.3


@pytest.mark.parametrize("towards", ["groups", "anything"])
def test_copies_of_one_input_are_no_parts(towards):
    called, generator = [], np.random.default_rng(13)
    for seed in range(4):
        people = generator.normal(size=(60, NEURONS)) + np.repeat([[0], [3]], 30, axis=0)
        person, labels = np.repeat(np.arange(60), 20), np.repeat([0, 1], 600)
        values = people[person] + 0.02 * generator.normal(size=(1200, NEURONS))
        table = hidden_subgroups(values, labels, seed=seed, towards=towards, blocks=person).table
        called.append(table["divided"].any())
        assert table["n_blocks"].tolist() == [30, 30]
    assert not any(called)


def test_a_block_for_each_input_changes_nothing():
    labels, values = populations(14)
    one, two = (hidden_subgroups(values, planted(labels, 0.3), seed=0, blocks=blocks).table
                for blocks in (None, [f"input {n}" for n in range(len(labels))]))  # fmt: skip
    assert one["p"].tolist() == two["p"].tolist()
    with pytest.raises(ValueError, match="blocks of the shape"):
        hidden_subgroups(values, labels, seed=0, blocks=[1, 2])
