import logging

import numpy as np
import pandas as pd
import pytest
from topomaps.statistics.pairwise import holm, pairwise_differences
from topomaps.statistics.significance import group_separation


def noise(n_images=90, n_neurons=6, seed=0):
    return np.random.default_rng(seed).normal(size=(n_images, n_neurons))


def planted(n_images=120):
    """Groups a and b alike, c apart."""
    labels = np.array(list("abc"))[np.arange(n_images) % 3]
    return noise(n_images) + 1.2 * (labels == "c")[:, None], labels


def test_pairs_that_differ_are_found_and_only_they():
    table = pairwise_differences(*planted(), seed=0, n_permutations=499).set_index(
        ["first", "second"]
    )
    assert list(table.index) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert list(table["p_holm"] <= 0.05) == [False, True, True]
    assert table.loc[("a", "c"), "p"] == pytest.approx(1 / 500)
    assert table.loc[("a", "c"), "p_holm"] == pytest.approx(3 / 500)
    assert table.loc[("a", "c"), "neurons_differing"] == 6
    assert table.loc[("a", "c"), "mean_abs_g"] == pytest.approx(1.2, abs=0.25)
    assert table.loc[("a", "c"), "typical_g"] == pytest.approx(1.2, abs=0.25)
    assert table.loc[("a", "b"), "mean_abs_g"] < table.loc[("a", "b"), "mean_abs_g_chance_high"]
    assert (table["n_first"] == 40).all()


def test_two_groups_give_the_test_of_the_whole():
    activations, labels = noise(), np.arange(90) % 2
    pair = pairwise_differences(activations, labels, seed=0, n_permutations=999)
    whole = group_separation(activations, labels, seed=1, n_permutations=999)
    assert pair["statistic"][0] == pytest.approx(whole.statistic)
    assert pair["effect"][0] == pytest.approx(whole.effect, abs=0.002)
    assert pair["p_holm"][0] == pair["p"][0]


def test_same_seed_same_table():
    tables = [pairwise_differences(*planted(), seed=seed, n_permutations=99) for seed in (5, 5, 6)]
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
    assert (tables[0]["chance_high"] != tables[2]["chance_high"]).all()


def test_pairs_are_permuted_within_strata():
    rng = np.random.default_rng(1)
    strata = np.arange(200) % 2
    labels = rng.random(200) < 0.25 + 0.5 * strata
    activations = rng.normal(size=(200, 6)) + 2 * strata[:, None]
    plain = pairwise_differences(activations, labels, seed=0, n_permutations=199)
    within = pairwise_differences(activations, labels, seed=0, strata=strata, n_permutations=199)
    assert plain["p"][0] == pytest.approx(1 / 200)
    assert within["p"][0] > 0.1


def test_a_pair_without_common_stratum_is_left_untested():
    strata = np.array([0, 0, 1])[np.arange(90) % 3]
    strata[2] = 0  # one image of c lies in the stratum of a and b
    labels = np.array(list("abc"))[np.arange(90) % 3]
    labels[labels == "b"] = np.where(np.arange(30) < 15, "b", "d")
    strata[labels == "d"] = 2
    table = pairwise_differences(noise(), labels, seed=0, strata=strata, n_permutations=99)
    tested = table.set_index(["first", "second"])["p"].notna()
    assert tested[tested].index.to_list() == [("a", "b"), ("a", "c"), ("b", "c")]
    assert (table["p_holm"].isna() == table["p"].isna()).all()
    assert (table["mean_abs_g"].isna() == table["p"].isna()).all()


def test_too_few_permutations_for_the_pairs_are_reported(caplog):
    labels = np.arange(90) % 9
    with caplog.at_level(logging.WARNING):
        pairwise_differences(noise(), labels, seed=0, n_permutations=99)
    assert "36 pairs" in caplog.text
    assert "use 720 permutations" in caplog.text


def test_holm_leaves_untested_pairs_out():
    assert holm([0.01, np.nan, 0.04, 0.03]) == pytest.approx(
        [0.03, np.nan, 0.06, 0.06], nan_ok=True
    )
    assert np.isnan(holm([np.nan, np.nan])).all()


def test_a_group_of_one_image_is_refused():
    with pytest.raises(ValueError, match="Groups of one image: b"):
        pairwise_differences(noise(4), list("aaab"), seed=0)
