"""Effects of a region on outputs: planted causes are found, what is only correlated is not."""

import warnings

import numpy as np
import pandas as pd
import pytest
from topomaps.effects.checks import checked_inputs
from topomaps.effects.region_effects import region_effects

N, ACTS, IDLE = 60, [0, 1, 2, 3], [4, 5, 6, 7]


def layer(seed, n=400):
    """Activations of two groups: the same eight neurons mark one, of which four act."""
    generator = np.random.default_rng(seed)
    groups = np.arange(n) % 2
    values = generator.gamma(2, 1, (n, N))
    values[:, ACTS + IDLE] += 2 * groups[:, None]
    weights = generator.normal(0, 0.02, (N, 3))
    weights[ACTS, 1] = 0.6
    weights[:, 1] -= weights[:, 1].mean()
    weights[IDLE] = 0

    def run(activations):
        logits = activations @ weights
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)

    return values, groups, run


def row_of(table, group, output, measure="mean output"):
    of_group = table["group"].astype(str) == str(group)
    rows = table[of_group & (table["output"] == output) & (table["measure"] == measure)]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize("replace", ["mean", "zero", "resampled"])
def test_what_acts_is_told_from_what_is_only_correlated(replace):
    values, groups, run = layer(0)
    acts = region_effects(run, values, groups, ACTS, replace=replace)
    idle = region_effects(run, values, groups, IDLE, replace=replace)
    assert row_of(acts, "gap", 1)["p"] == 0.01
    assert row_of(acts, "gap", 1)["finding"] == "acts"
    assert (idle["change"] == 0).all()
    assert (idle["p"] == 1).all()
    assert set(idle["finding"]) == {"nothing"}


def test_changes_are_those_of_running_the_network_by_hand():
    values, groups, run = layer(1)
    labels = run(values).argmax(axis=1)
    labels[::5] = (labels[::5] + 1) % 3
    table = region_effects(
        run, values, groups, ACTS, labels=labels, n_controls=5, shares=True
    )  # fmt: skip
    changed = values.copy()
    changed[:, ACTS] = values[:, ACTS].mean(axis=0)
    outputs = [run(values), run(changed)]
    means = np.array([[each[groups == g].mean(axis=0) for g in (0, 1)] for each in outputs])
    chosen = [each.argmax(axis=1) for each in outputs]
    row = row_of(table, 1, 2)
    assert [row["before"], row["after"]] == pytest.approx(means[:, 1, 2])
    assert row["change"] == pytest.approx(means[1, 1, 2] - means[0, 1, 2])
    gaps = np.abs(means[:, 0] - means[:, 1])
    assert row_of(table, "gap", 1)["change"] == pytest.approx(gaps[1, 1] - gaps[0, 1])
    shares = [(each[groups == 1] == 1).mean() for each in chosen]
    assert row_of(table, 1, 1, "share")["after"] == pytest.approx(shares[1])
    right = np.array([[(each == labels)[groups == g].mean() for g in (0, 1)] for each in chosen])
    row = row_of(table, 0, "accuracy", "accuracy")
    assert [row["before"], row["after"]] == pytest.approx(right[:, 0])
    row = row_of(table, "gap", "accuracy", "accuracy")
    assert row["after"] == pytest.approx(abs(right[1, 0] - right[1, 1]))


def test_equalised_odds_are_the_largest_gap_of_true_or_false_positives():
    outputs = np.eye(2)[[0, 0, 1, 1, 0, 1, 1, 1]]
    labels, groups = [0, 0, 1, 1, 0, 0, 1, 1], np.array(list("aaaabbbb"))
    values = np.random.default_rng(0).random((8, 4))
    table = region_effects(lambda _: outputs, values, groups, [0], labels=labels, n_controls=3)
    row = row_of(table, "gap", "equalised odds", "equalised odds")
    assert row["before"] == 0.5  # of class 0, b has one true positive in two
    assert row["change"] == 0


def test_intervals_hold_the_change_in_all_inputs():
    held = []
    for seed in range(40):
        values, groups, run = layer(seed, n=100)
        many, of_many, _ = layer(seed + 1000, n=4000)
        table = region_effects(run, values, groups, ACTS, n_controls=1, replace="zero", shares=True)
        changed = many.copy()
        changed[:, ACTS] = 0
        before, after = run(many), run(changed)
        for group in (0, 1):
            own = of_many == group
            row, truth = row_of(table, group, 1), (after - before)[own, 1].mean()
            held.append(row["low"] <= truth <= row["high"])
            row = row_of(table, group, 1, "share")
            truth = np.subtract(*[(each.argmax(1) == 1)[own].mean() for each in (after, before)])
            held.append(row["low"] <= truth <= row["high"])
    assert 0.88 <= np.mean(held) <= 0.99


def test_random_regions_are_found_as_often_as_the_level_says():
    found = []
    for seed in range(60):
        generator = np.random.default_rng(seed)
        values = generator.gamma(2, generator.gamma(2, 1, 30), (60, 30))
        weights = generator.normal(size=(30, 4)) ** 3
        table = region_effects(
            lambda each, weights=weights: each @ weights, values, np.arange(60) % 3,
            generator.choice(30, 5, replace=False), n_controls=19, random_state=seed,
        )  # fmt: skip
        found.append(table.groupby(table["group"].astype(str))["p"].min() <= 0.05)
    # Four rates, of 60 regions each: three standard deviations, family-wise over four outputs.
    assert np.mean(found, axis=0).max() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 60)


@pytest.mark.parametrize("replace", ["mean", "resampled"])
def test_batches_give_the_same_numbers(replace):
    values, groups, run = layer(3, 101)
    sizes = []

    def counting(altered):
        sizes.append(len(altered))
        return run(altered)

    given = {"labels": groups, "n_controls": 5, "replace": replace, "blocks": np.arange(101) // 2}
    whole = region_effects(counting, values, groups, ACTS, **given)
    assert sizes == [101] * 8
    sizes.clear()
    parts = region_effects(counting, values, groups, ACTS, **given, batch_size=25)
    pd.testing.assert_frame_equal(parts, whole, rtol=1e-9)
    assert sizes == [25, 25, 25, 25, 1] + ([25] * 7) * 4 + [1] * 7


def test_feature_maps_are_replaced_as_wholes_in_either_order():
    values = np.random.default_rng(0).gamma(2, 1, (50, 3, 3, 6))
    groups = np.arange(50) % 2

    def run(each):
        return each.mean(axis=(1, 2))[:, :2]

    last = region_effects(run, values, groups, [0], n_controls=9)
    means = values.mean(axis=(1, 2))[:, 0]
    assert row_of(last, 0, 0)["change"] == pytest.approx(means.mean() - means[0::2].mean())
    assert row_of(last, 0, 1)["change"] == 0
    first = region_effects(
        lambda each: run(np.moveaxis(each, 1, -1)), np.moveaxis(values, -1, 1), groups, [0],
        n_controls=9, channels="first",
    )  # fmt: skip
    pd.testing.assert_frame_equal(first, last)


def test_blocks_widen_intervals():
    values, groups, run = layer(2, n=200)
    values = np.repeat(values[:40], 5, axis=0)
    groups, blocks = np.repeat(groups[:40], 5), np.repeat(np.arange(40), 5)
    given = run, values, groups, ACTS
    tables = [region_effects(*given, n_controls=1, blocks=each) for each in (None, blocks)]
    widths = [(each["high"] - each["low"]).iloc[:6].to_numpy() for each in tables]
    assert np.median(widths[1] / widths[0]) == pytest.approx(np.sqrt(5), rel=0.2)


def test_inputs_without_a_block_depend_on_no_other():
    blocks = ["p", None, "q", "p", np.nan]
    with pytest.warns(UserWarning, match="2 of 5 blocks are missing, the first of input 1: these"):
        units = checked_inputs(5, list("ababa"), None, range(2), blocks).units
    assert units[0] == units[3]
    assert len(set(units.tolist())) == 4


def test_tensors_lists_masks_and_missing_values_give_the_same():
    torch = pytest.importorskip("torch")
    values, groups, run = layer(3, n=60)
    names = np.array(["women", "men"])[groups]
    labels = run(values).argmax(axis=1)
    whole = region_effects(run, values, names, ACTS, labels=labels, n_controls=9)

    def run_tensor(given):
        assert isinstance(given, torch.Tensor)
        return torch.as_tensor(run(given.numpy())).requires_grad_()

    other = region_effects(
        run_tensor, torch.as_tensor(values), names.tolist(), np.isin(np.arange(N), ACTS),
        labels=labels.astype(float).tolist(), n_controls=9,
    )  # fmt: skip
    pd.testing.assert_frame_equal(other, whole)
    some = labels.astype(object)
    some[:20] = None
    table = region_effects(run, values.tolist(), names, ACTS, labels=some, n_controls=9)
    assert row_of(table, "men", 0)["before"] == row_of(whole, "men", 0)["before"]
    assert row_of(table, "men", "accuracy", "accuracy")["before"] == 1


def test_inputs_without_a_group_count_for_the_mean_alone():
    values, groups, run = layer(4, n=90)
    some = groups.astype(float)
    some[:30] = np.nan
    with pytest.warns(UserWarning, match="30 of 90 inputs have no group"):
        table = region_effects(run, values, some, ACTS, n_controls=1)
    changed = values.copy()
    changed[:, ACTS] = values[:, ACTS].mean(axis=0)
    after = run(changed)[30:][groups[30:] == 1].mean(axis=0)
    assert row_of(table, 1, 1)["after"] == pytest.approx(after[1])
    assert row_of(table, 1, 1)["n"] == 30


def test_one_output_counts_above_one_half():
    values = np.random.default_rng(0).random((40, 6))
    groups, labels = np.arange(40) % 2, values[:, 0] > 0.5
    table = region_effects(
        lambda each: each[:, 0], values, groups, [0], labels=labels, n_controls=9, shares=True
    )
    assert row_of(table, 0, "accuracy", "accuracy")["before"] == 1
    assert row_of(table, 1, 0, "share")["before"] == labels[1::2].mean()


def test_one_group_has_no_gap():
    values, _, run = layer(0, n=30)
    assert set(region_effects(run, values, ["a"] * 30, ACTS, n_controls=1)["group"]) == {"a"}


def test_silent_neurons_and_constant_outputs_are_nothing():
    values, groups, run = layer(0, n=30)
    values[:, :3] = 0
    assert (region_effects(run, values, groups, [0, 1, 2], n_controls=9)["p"] == 1).all()
    table = region_effects(lambda each: np.ones((len(each), 2)), values, groups, ACTS)
    assert (table["p"] == 1).all()
    assert (table[["change", "low", "high"]] == 0).all(axis=None)


def test_a_whole_layer_is_its_own_control():
    values, groups, run = layer(0, n=30)
    with pytest.warns(UserWarning, match="whole layer"):
        table = region_effects(run, values, groups, range(N), n_controls=9)
    assert (table["p"] == 1).all()


def test_the_same_seed_gives_the_same_and_nothing_given_changes():
    values, groups, run = layer(0, n=30)
    kept = values.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = (region_effects(run, values, groups, ACTS) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert (values == kept).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"neurons": []}, "the region has the neurons"),
        ({"neurons": [N]}, "0 to 59"),
        ({"neurons": [0.5]}, "whole numbers"),
        ({"labels": ["x"] * 400}, "label 'x' is none of the outputs 0, 1, 2"),
        ({"classes": ["a"]}, "run gives 3 outputs, but 1 classes"),
        ({"n_controls": 0}, "without controls"),
        ({"batch_size": 0}, "batch_size is 0; give a whole number of 1 or more"),
        ({"batch_size": 2.5}, "batch_size is 2.5; give a whole number"),
        ({"replace": "noise"}, "mean, zero, resampled"),
        ({"run": lambda values: values[:1]}, "outputs of the shape"),
        ({"run": lambda values: values * np.nan}, "not finite"),
        ({"groups": [0, 1]}, "groups have the shape"),
        ({"groups": ["gap"] * 400}, "rename it"),
        ({"groups": [None] * 400}, "all 400 groups are missing"),
        ({"activations": np.full((400, N), np.nan)}, "nan in input 0, neuron 0"),
        ({"activations": [["a"]]}, "not real numbers"),
    ],
)
def test_what_does_not_fit_is_refused(changes, words):
    values, groups, run = layer(0)
    given = {"run": run, "activations": values, "groups": groups, "neurons": ACTS}
    with pytest.raises(ValueError, match=words):
        region_effects(**{**given, **changes})
