import io
import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu, wilcoxon
from topomaps.scores.comparison import compare_methods, summarise, trial_scores

COLUMNS = [
    *("experiment", "layer", "method", "condition", "trial", "group"),
    *("measure", "parameter", "arithmetic", "value"),
]


def score_table(samples, condition="layout", groups=("",), measure="blur_mse_auc", **columns):
    rows = [
        {"method": method, "trial": trial, "group": group, "value": value}
        for method, values in samples.items()
        for trial, value in enumerate(values)
        for group in groups
    ]
    constants = {
        "experiment": "mlp",
        "layer": "hidden",
        "condition": condition,
        "measure": measure,
        "parameter": "",
        "arithmetic": "float",
    }
    return pd.DataFrame(rows).assign(**(constants | columns))[COLUMNS]


def samples(n=30, seed=0):
    rng = np.random.default_rng(seed)
    inputs = rng.normal(scale=5, size=n)  # what all methods share in a trial of condition naps
    return {
        "UMAP_PSO": 100 + inputs + rng.normal(size=n),
        "TSNE_PSO": 101 + inputs + rng.normal(size=n),
        "random": 130 + inputs + rng.normal(size=n),
    }


def pair(table, first, second):
    (row,) = table[(table["first"] == first) & (table["second"] == second)].to_dict("records")
    return row


def test_layout_is_compared_unpaired():
    values = samples()
    table = compare_methods(score_table(values))
    row = pair(table, "TSNE_PSO", "UMAP_PSO")
    expected = mannwhitneyu(values["TSNE_PSO"], values["UMAP_PSO"])
    assert row["test"] == "Mann–Whitney"
    assert (row["statistic"], row["p"]) == pytest.approx(tuple(expected))
    assert row["mean_difference"] == pytest.approx(
        values["TSNE_PSO"].mean() - values["UMAP_PSO"].mean()
    )


def test_naps_are_compared_in_pairs():
    values = samples()
    table = compare_methods(score_table(values, condition="naps"))
    row = pair(table, "TSNE_PSO", "UMAP_PSO")
    assert row["test"] == "Wilcoxon"
    assert row["p"] == pytest.approx(wilcoxon(values["TSNE_PSO"], values["UMAP_PSO"]).pvalue)
    unpaired = pair(compare_methods(score_table(values)), "TSNE_PSO", "UMAP_PSO")
    assert row["p"] < 0.01 < unpaired["p"]  # the shared inputs cancel


@pytest.mark.parametrize("n_trials", [2, 5, 9])
def test_few_pairs_with_ties_are_tested_exactly(n_trials):
    first = np.random.default_rng(n_trials).integers(0, 4, n_trials) + 0.5
    first[-1] = first[0]
    second = np.zeros(n_trials) + 1
    values = {"PSO": first, "random": second}
    row = pair(compare_methods(score_table(values, condition="naps")), "PSO", "random")
    expected = wilcoxon(first - second)
    assert row["p"] == pytest.approx(expected.pvalue)
    assert row["statistic"] == expected.statistic


def test_trials_are_matched_by_number_not_by_row():
    table = score_table(samples(), condition="naps")
    shuffled = table.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(compare_methods(shuffled), compare_methods(table))


def test_holm_counts_the_pairs_of_one_family():
    both = pd.concat([score_table(samples()), score_table(samples(seed=1), measure="convexity")])
    table = compare_methods(both)
    assert len(table) == 6
    for _, family in table.groupby("measure"):
        smallest = family["p"].idxmin()
        assert family["p_holm"][smallest] == pytest.approx(3 * family["p"][smallest])
        assert (family["p_holm"] >= family["p"]).all()


def test_share_lower_is_the_probability_of_a_lower_value():
    values = {"A": [1.0, 2.0, 3.0, 4.0], "B": [2.0, 2.0, 5.0, 1.0]}
    unpaired = compare_methods(score_table(values))["share_lower"][0]
    paired = compare_methods(score_table(values, condition="naps"))["share_lower"][0]
    outcomes = [(a < b) + (a == b) / 2 for a, b in itertools.product(values["A"], values["B"])]
    assert unpaired == pytest.approx(np.mean(outcomes))
    assert paired == pytest.approx((2 + 0.5) / 4)


@pytest.mark.parametrize("condition", ["layout", "naps"])
@pytest.mark.parametrize("n_trials", [1, 2, 100])
def test_constant_data_are_survived(condition, n_trials):
    values = {
        "PCA_PSO": np.full(n_trials, 352.7),
        "SOM_PSO": np.full(n_trials, 352.7),
        "random": 400.0 + np.arange(n_trials),
    }
    table = compare_methods(score_table(values, condition=condition))
    same = pair(table, "PCA_PSO", "SOM_PSO")
    assert (same["p"], same["p_holm"], same["share_lower"]) == (1, 1, 0.5)
    different = pair(table, "PCA_PSO", "random")
    assert different["share_lower"] == 1
    assert (different["p"] < 0.001) == (n_trials == 100)
    assert table["p_holm"].notna().all()


def test_different_trials_cannot_be_paired():
    table = score_table({"A": [1.0, 2.0, 3.0], "B": [1.0, 2.0]}, condition="naps")
    with pytest.raises(ValueError, match="A and B have different trials in condition naps"):
        compare_methods(table)
    assert len(compare_methods(table.assign(condition="layout"))) == 1


def test_experiments_can_be_compared():
    tables = [
        score_table({"UMAP_PSO": values}, condition="naps", experiment=name)
        for name, values in samples().items()
    ]
    table = compare_methods(pd.concat(tables), between="experiment", paired_conditions=())
    assert set(table["first"]) | set(table["second"]) == set(samples())
    assert set(table["test"]) == {"Mann–Whitney"}
    assert set(table["method"]) == {"UMAP_PSO"}


def test_one_method_gives_no_rows():
    table = compare_methods(score_table({"PCA_PSO": [1.0, 1.0]}))
    assert table.empty
    assert {"first", "second", "p_holm", "measure"} <= set(table.columns)


def test_groups_are_averaged_unless_their_mean_is_in_the_table():
    per_group = score_table({"A": [0.0]}, groups=["x", "y"]).assign(value=[1.0, 3.0])
    whole = score_table({"A": [7.0]})
    assert trial_scores(per_group)["value"].to_list() == [2.0]
    assert trial_scores(pd.concat([per_group, whole]))["value"].to_list() == [7.0]


def test_rows_with_parameter_are_points_of_curves_not_scores():
    curve = score_table({"A": [9.0]}).assign(parameter=10)
    table = trial_scores(pd.concat([score_table({"A": [7.0]}), curve]))
    assert table["value"].to_list() == [7.0]


def test_summary():
    table = summarise(score_table({"A": [1.0, 2.0, 6.0], "B": [4.0]})).set_index("method")
    row = table.loc["A"]
    assert (row["mean"], row["min"], row["max"], row["n"]) == (3, 1, 6, 3)
    assert row["sd"] == pytest.approx(np.std([1, 2, 6], ddof=1))
    assert np.isnan(table.loc["B", "sd"])


def test_tables_read_from_a_file_give_the_same():
    """Empty cells become NaN on the way, and a faithfulness measure has no arithmetic."""
    table = pd.concat(
        [score_table(samples()), score_table(samples(1), measure="trust", arithmetic="")]
    )
    read = pd.read_csv(io.StringIO(table.to_csv(sep="\t", index=False)), sep="\t")
    numbers = ["n_first", "mean_first", "share_lower", "p", "p_holm"]
    pd.testing.assert_frame_equal(
        compare_methods(read).sort_values(["measure", "first", "second"])[numbers],
        compare_methods(table).sort_values(["measure", "first", "second"])[numbers],
        check_index_type=False,
    )
    assert len(summarise(read)) == len(summarise(table)) == 6


BAD_TABLES = {
    "column": (lambda table: table.drop(columns="trial"), "lacks the columns trial"),
    "condition": (lambda table: table.assign(condition="seed"), "'seed'.*allowed are layout"),
    "value": (lambda table: table.assign(value=np.nan), "90 scores have no value.*experiment mlp"),
}


@pytest.mark.parametrize(("change", "message"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_bad_tables_are_refused_by_a_sentence(change, message):
    with pytest.raises(ValueError, match=message):
        compare_methods(change(score_table(samples())))


@pytest.mark.parametrize(
    ("condition", "n", "least"), [("naps", 6, 2 / 2**6), ("layout", 4, 2 / 70)]
)
def test_the_smallest_p_that_trials_can_give_is_told(condition, n, least):
    apart = {name: place * 10 + np.arange(n) for place, name in enumerate(("a", "b", "c"))}
    table = compare_methods(score_table(apart, condition=condition))
    assert table["least_p"].to_numpy() == pytest.approx(least)
    assert table["p"].to_numpy() == pytest.approx(least)
    assert table["least_p_holm"].to_numpy() == pytest.approx(3 * least)
    assert set(table["sample"]) == {"trials of one network, no sample of networks"}
