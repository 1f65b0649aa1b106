import logging

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind
from topomaps.pairwise import hedges_g, holm, pairwise_differences, similarity_intervals
from topomaps.significance import group_separation


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
    assert table.loc[("a", "b"), "mean_abs_g"] < 0.3
    assert (table["n_first"] == 40).all()


def test_statistic_is_half_the_mean_absolute_difference():
    activations, labels = planted()
    table = pairwise_differences(activations, labels, seed=0, n_permutations=19)
    means = [activations[labels == group].mean(axis=0) for group in "ab"]
    assert table["statistic"][0] == pytest.approx(np.abs(means[0] - means[1]).mean() / 2)


def test_two_groups_give_the_test_of_the_whole():
    activations, labels = noise(), np.arange(90) % 2
    pair = pairwise_differences(activations, labels, seed=0, n_permutations=999)
    whole = group_separation(activations, labels, seed=1, n_permutations=999)
    assert pair["statistic"][0] == pytest.approx(whole.statistic)
    assert pair["chance_mean"][0] == pytest.approx(whole.null.mean(), rel=0.02)
    assert pair["p_holm"][0] == pair["p"][0]


def test_same_seed_same_table():
    tables = [pairwise_differences(*planted(), seed=seed, n_permutations=99) for seed in (5, 5, 6)]
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
    assert (tables[0]["chance_mean"] != tables[2]["chance_mean"]).all()


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
    assert table["mean_abs_g"].notna().all()


def test_too_few_permutations_for_the_pairs_are_reported(caplog):
    labels = np.arange(90) % 9
    with caplog.at_level(logging.WARNING):
        pairwise_differences(noise(), labels, seed=0, n_permutations=99)
    assert "36 pairs" in caplog.text
    assert "use 720 permutations" in caplog.text


def test_hedges_g_follows_from_t():
    first, second = noise(12), noise(20, seed=1) + 0.5
    t = ttest_ind(first, second).statistic
    expected = t * np.sqrt(1 / 12 + 1 / 20) * (1 - 3 / (4 * 32 - 9))
    assert hedges_g(first, second) == pytest.approx(expected)
    assert hedges_g(second, first) == pytest.approx(-expected)


def test_hedges_g_of_constant_neurons():
    first, second = np.full((5, 2), 0.1), np.full((7, 2), 0.1)
    second[:, 1] = 0.2
    assert list(hedges_g(first, second)) == [0, -np.inf]


def test_holm_leaves_untested_pairs_out():
    assert holm([0.01, np.nan, 0.04, 0.03]) == pytest.approx(
        [0.03, np.nan, 0.06, 0.06], nan_ok=True
    )
    assert np.isnan(holm([np.nan, np.nan])).all()


def profiles_with_cosine(cosine, n_groups=5, n_neurons=40, seed=0):
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(n_groups, n_neurons))
    means[1] = cosine * means[0] + np.sqrt(1 - cosine**2) * means[1]
    return means


def draw(means, n_each, seed):
    labels = np.repeat(np.arange(len(means)), n_each)
    return np.random.default_rng(seed).normal(means[labels]), labels


def true_similarities(means):
    naps = means - means.mean(axis=0)
    naps /= np.linalg.norm(naps, axis=1, keepdims=True)
    return (naps @ naps.T)[np.triu_indices(len(means), 1)]


def test_intervals_cover_the_true_similarity_despite_noise():
    """Noise makes up a third of the NAPs' squares: plain cosines would be a third too small."""
    means = 0.2 * profiles_with_cosine(0.8)
    truth = true_similarities(means)
    tables = [
        similarity_intervals(*draw(means, 50, seed), seed=seed, n_resamples=300)
        for seed in range(60)
    ]
    covered = [(t["low"] <= truth) & (truth <= t["high"]) for t in tables]
    assert np.mean(covered) > 0.93
    plain = np.mean([t["similarity"] for t in tables], axis=0)
    corrected = np.mean([t["corrected"] for t in tables], axis=0)
    assert corrected == pytest.approx(truth, abs=0.06)
    assert plain[0] < 0.75 * truth[0]


def test_intervals_shrink_with_the_number_of_images():
    means = profiles_with_cosine(0.6)
    widths = [
        (table["high"] - table["low"]).mean()
        for n in (80, 1280)
        for table in [similarity_intervals(*draw(means, n, 0), seed=0, n_resamples=300)]
    ]
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.15)


def test_plain_similarity_is_that_of_the_naps():
    activations, labels = draw(profiles_with_cosine(0.5), 30, seed=1)
    table = similarity_intervals(activations + 100, labels, seed=0, n_resamples=10)
    means = np.stack([activations[labels == g].mean(axis=0) for g in range(5)])
    assert table["similarity"].to_numpy() == pytest.approx(true_similarities(means))
    assert list(table.columns) == ["first", "second", "similarity", "corrected", "low", "high"]
    assert len(table) == 10


def test_two_groups_are_always_inverse():
    table = similarity_intervals(noise(), np.arange(90) % 2, seed=0, n_resamples=50)
    assert table[["similarity", "low", "high"]].to_numpy() == pytest.approx(-np.ones((1, 3)))


def test_similarity_without_signal_is_unknown():
    table = similarity_intervals(noise(60, 4, seed=3), np.arange(60) % 4, seed=0, n_resamples=200)
    assert table["corrected"].isna().any()
    unknown = table[table["corrected"].isna()]
    assert (unknown["high"] - unknown["low"] > 1.5).all()


def test_similarities_repeat_with_the_seed():
    one, same, other = (
        similarity_intervals(*draw(profiles_with_cosine(0.5), 20, 0), seed=seed, n_resamples=50)
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, same, check_exact=True)
    assert not one["low"].equals(other["low"])


@pytest.mark.parametrize("function", [pairwise_differences, similarity_intervals])
def test_a_group_of_one_image_is_refused(function):
    with pytest.raises(ValueError, match="Groups of one image: b"):
        function(noise(4), list("aaab"), seed=0)
