"""Effects of regions on predictions: planted causes are found, what is only correlated is not."""

import numpy as np
import pytest
from topomaps.effects.region_effects import region_effects

N, ACTS, IDLE = 60, [0, 1, 2, 3], [4, 5, 6, 7]


def layer(seed, n=400, spread=1.0):
    """Activations of two groups: the same eight neurons mark one, of which four act."""
    generator = np.random.default_rng(seed)
    groups = np.arange(n) % 2
    values = generator.gamma(2, spread, (n, N))
    values[:, ACTS + IDLE] += 2 * groups[:, None]
    weights = generator.normal(0, 0.02, (N, 3))
    weights[ACTS, 1] = 0.6
    weights[IDLE] = 0
    weights[:, 1] -= weights[:, 1].mean()

    def run(activations):
        logits = activations @ weights
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)

    return values, groups, run


def of_gap(table, region, column):
    row = table[(table["region"] == region) & (table["measure"] == "gap of shares")]
    return float(row[column].iloc[0])


@pytest.mark.parametrize("replacement", ["mean", "zero", "resampled"])
def test_what_acts_is_told_from_what_is_only_correlated(replacement):
    values, groups, run = layer(0)
    table = region_effects(
        run, values, groups, {"acts": ACTS, "idle": IDLE}, replacement=replacement
    )
    assert of_gap(table, "acts", "p") == 0.01
    assert of_gap(table, "acts", "p_holm") == 0.02
    assert of_gap(table, "idle", "change") == 0
    assert of_gap(table, "idle", "p") == 1


def test_changes_are_those_of_running_the_network_by_hand():
    values, groups, run = layer(1)
    labels = run(values).argmax(axis=1)
    labels[::5] = (labels[::5] + 1) % 3
    table = region_effects(run, values, groups, {"acts": ACTS}, labels=labels, n_controls=5)
    changed = values.copy()
    changed[:, ACTS] = values[:, ACTS].mean(axis=0)
    before, after = run(values), run(changed)
    own, rows = groups == 1, table[table["group"] == "1"].set_index(["measure", "class"])
    shares = [(each[own].argmax(axis=1) == 1).mean() for each in (before, after)]
    assert rows.loc[("share", "1"), "before"] == pytest.approx(shares[0])
    assert rows.loc[("share", "1"), "change"] == pytest.approx(shares[1] - shares[0])
    outputs = (after - before)[own, 2].mean()
    assert rows.loc[("mean output", "2"), "change"] == pytest.approx(outputs)
    right = [(each.argmax(axis=1) == labels)[own].mean() for each in (before, after)]
    assert rows.loc[("accuracy", ""), "change"] == pytest.approx(right[1] - right[0])
    moved = np.abs(after - before)[own].sum(axis=1).mean() / 2
    assert rows.loc[("outputs moved", ""), "change"] == pytest.approx(moved)
    of_all = table[table["group"] == ""].set_index("measure")
    rates = []
    for each in (before, after):
        table_of = np.array(
            [[(each[groups == g].argmax(axis=1) == k).mean() for k in range(3)] for g in (0, 1)]
        )
        rates.append(np.abs(table_of[0] - table_of[1]).max())
    assert of_all.loc["gap of shares", "change"] == pytest.approx(rates[1] - rates[0])
    assert {"gap of shares", "equalised odds"} == {*of_all.index}


def test_intervals_hold_the_change_in_all_inputs():
    held = []
    for seed in range(20):
        values, groups, run = layer(seed, n=200)
        many, of_many, _ = layer(seed + 1000, n=5000)
        table = region_effects(run, values, groups, {"acts": ACTS}, n_controls=1)
        changed = many.copy()
        changed[:, ACTS] = values[:, ACTS].mean(axis=0)
        truth = (run(changed).argmax(axis=1) == 1) * 1.0 - (run(many).argmax(axis=1) == 1)
        for group in (0, 1):
            rows = table[(table["group"] == str(group)) & (table["measure"] == "share")]
            row = rows[rows["class"] == "1"].iloc[0]
            held.append(row["low"] <= truth[of_many == group].mean() <= row["high"])
    assert np.mean(held) >= 0.88


def test_random_regions_are_no_finding():
    rejected = []
    for seed in range(12):
        values, groups, run = layer(seed, n=120)
        generator = np.random.default_rng(seed)
        regions = {str(i): generator.choice(N, 5, replace=False) for i in range(5)}
        table = region_effects(run, values, groups, regions, n_controls=39, random_state=seed)
        rejected += (table[table["measure"] == "gap of shares"]["p"] <= 0.05).tolist()
    assert np.mean(rejected) <= 0.10


def test_feature_maps_are_replaced_as_wholes():
    values = np.random.default_rng(0).gamma(2, 1, (50, 3, 3, 6))
    table = region_effects(
        lambda each: each.mean(axis=(1, 2))[:, :2], values, np.arange(50) % 2, {"a": [0]},
        n_controls=9,
    )  # fmt: skip
    rows = table[(table["measure"] == "mean output") & (table["class"] == "0")]
    means = values.mean(axis=(1, 2))[:, 0]
    expected = means.mean() - means[0::2].mean()
    assert rows["change"].iloc[0] == pytest.approx(expected)


def test_blocks_widen_intervals():
    values, groups, run = layer(2, n=200)
    values = np.repeat(values[:40], 5, axis=0)
    groups, blocks = np.repeat(groups[:40], 5), np.repeat(np.arange(40), 5)
    alone = region_effects(run, values, groups, {"acts": ACTS}, n_controls=1)
    whole = region_effects(run, values, groups, {"acts": ACTS}, n_controls=1, blocks=blocks)
    widths = [(each["high"] - each["low"]).iloc[0:2].to_numpy() for each in (alone, whole)]
    assert (widths[1] > 1.5 * widths[0]).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"neurons": {"a": []}}, "region 'a' has the neurons"),
        ({"neurons": {"a": [N]}}, "0 to 59"),
        ({"labels": ["x"] * 400}, "label 'x' is none of the classes 0, 1, 2"),
        ({"classes": ["a"]}, "there are 3 outputs, but 1 names"),
        ({"n_controls": 0}, "without controls"),
        ({"replacement": "noise"}, "mean, zero, resampled"),
        ({"run": lambda values: values[:1]}, "outputs of the shape"),
        ({"groups": [0, 1]}, "groups have the shape"),
    ],
)
def test_what_does_not_fit_is_refused(changes, words):
    values, groups, run = layer(0)
    given = {"run": run, "activations": values, "groups": groups, "neurons": {"a": ACTS}}
    with pytest.raises(ValueError, match=words):
        region_effects(**{**given, **changes})


def test_missing_labels_are_left_out_of_the_accuracy():
    values, groups, run = layer(3)
    labels = run(values).argmax(axis=1).astype(float)
    labels[:100] = np.nan
    table = region_effects(run, values, groups, {"acts": ACTS}, labels=labels, n_controls=1)
    rows = table[table["measure"] == "accuracy"]
    assert rows["n"].tolist() == [150, 150]
    assert rows["before"].tolist() == [1.0, 1.0]
