import numpy as np
import pandas as pd
import pytest
from topomaps.statistics.similarities import similarity_intervals


def noise(n_images=90, n_neurons=6, seed=0):
    return np.random.default_rng(seed).normal(size=(n_images, n_neurons))


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
    told = ["unrelated", "chance_low", "chance_high", "noise_p"]
    known = ["first", "second", "similarity", "corrected", "low", "high"]
    assert list(table.columns) == known + told
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


def test_a_group_of_one_image_is_refused():
    with pytest.raises(ValueError, match="Groups of one image: b"):
        similarity_intervals(np.eye(4), list("aaab"), seed=0)


def bold(table):
    """Share of pairs that are told from unrelated ones, as the figure shows them."""
    differs = (table["low"] > table["unrelated"]) | (table["high"] < table["unrelated"])
    return np.mean(differs & (table["noise_p"] <= 0.05))


@pytest.mark.parametrize("sizes", [[20] * 3, [200] * 3, [10, 100, 600], [15] * 7])
def test_pure_noise_is_seldom_told_from_unrelated_groups(sizes):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    how = {"n_resamples": 200, "n_permutations": 99}
    tables = [
        similarity_intervals(noise(len(labels), 64, seed), labels, seed=seed, **how)
        for seed in range(20)
    ]
    assert np.mean([bold(table) for table in tables]) <= 0.08
    held = [t["similarity"].between(t["chance_low"], t["chance_high"]) for t in tables]
    assert np.mean(held) > 0.85


def test_unrelated_groups_are_not_told_and_alike_ones_are():
    labels, rng = np.repeat(np.arange(4), 100), np.random.default_rng(0)
    means = 0.5 * rng.normal(size=(4, 256))
    values = rng.normal(size=(400, 256))
    how = {"seed": 0, "n_resamples": 200, "n_permutations": 99}
    table = similarity_intervals(values + means[labels], labels, **how)
    assert (table["noise_p"] == 0.01).all()
    assert table["unrelated"].unique() == pytest.approx(-1 / 3)
    assert table["similarity"].to_numpy() == pytest.approx(-1 / 3, abs=0.15)
    means[1] = means[0]
    table = similarity_intervals(values + means[labels], labels, **how)
    assert table["low"][0] > table["unrelated"][0]
