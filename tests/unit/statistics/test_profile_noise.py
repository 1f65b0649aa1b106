"""Noise of profiles is what products have in the mean where groups have one population."""

import numpy as np
import pytest
from topomaps.statistics.permuted_cosines import nap_products
from topomaps.statistics.profile_noise import noise_of_blocks, noise_of_inputs
from topomaps.statistics.similarities import similarity_intervals

N_NEURONS = 16


def centred(values, strata):
    means = np.stack([values[strata == s].mean(axis=0) for s in np.unique(strata)])
    return values - means[np.unique(strata, return_inverse=True)[1]]


def group_means(values, codes):
    return np.stack([values[codes == g].mean(axis=0) for g in range(codes.max() + 1)])


def napped(matrix):
    centring = np.eye(len(matrix)) - 1 / len(matrix)
    return centring @ matrix @ centring


CODES = np.repeat([0, 1, 2], [10, 30, 80])
STRATA = {
    "one": np.zeros(120, int),
    "four": np.arange(120) % 4,
    "pairs": np.random.default_rng(0).permutation(np.arange(120) // 2),
}


@pytest.mark.parametrize("strata", STRATA)
def test_noise_of_inputs_is_that_of_their_products(strata):
    generator, strata = np.random.default_rng(0), STRATA[strata]
    deviations = np.array([1, 2, 1])[CODES][:, None]
    found, expected = [], []
    for _ in range(300):
        values = centred(deviations * generator.normal(size=(120, N_NEURONS)), strata)
        found.append(nap_products(group_means(values, CODES)))
        variances = [values[g == CODES].var(axis=0, ddof=1).sum() for g in range(3)]
        expected.append(napped(noise_of_inputs(np.array(variances), CODES, strata)))
    close = 0.35 if len(np.unique(strata)) > 4 else 0.12  # variances are mixed within pairs
    scale = np.diag(np.mean(found, axis=0)).mean()
    assert np.mean(expected, axis=0) / scale == pytest.approx(np.mean(found, 0) / scale, abs=close)


@pytest.mark.parametrize("constant", [True, False])
def test_noise_of_blocks_is_that_of_their_products(constant):
    generator, found, expected = np.random.default_rng(0), [], []
    people = np.repeat(np.arange(40), 6)
    codes = people % 3 if constant else np.arange(240) % 3
    for _ in range(200):
        own = generator.normal(size=(40, 3, N_NEURONS))[people, codes]
        values = own + 0.5 * generator.normal(size=own.shape)
        if not constant:
            values = centred(values, people)
        means = group_means(values, codes)
        found.append(nap_products(means))
        rows = [(slice(0, 240), values)]
        expected.append(napped(noise_of_blocks(rows, codes, people, means)))
    scale = np.diag(np.mean(found, axis=0)).mean()
    assert np.mean(expected, axis=0) / scale == pytest.approx(np.mean(found, 0) / scale, abs=0.1)


@pytest.mark.parametrize("what", ["strata", "blocks"])
def test_cosines_are_those_beyond_what_inputs_share(what):
    """Nuisance or persons make profiles long; by strata or blocks, they are as long as noise."""
    plain, own = [], []
    for seed in range(12):
        generator = np.random.default_rng(seed)
        shared = np.repeat(np.arange(40), 6) if what == "blocks" else np.arange(240) % 4
        codes = generator.permutation(np.arange(40) % 4)[shared]
        if what == "strata":
            codes = np.where(generator.random(240) < 0.5, shared, generator.integers(0, 4, 240))
        values = generator.normal(size=(shared.max() + 1, 48))[shared]
        values = values + generator.normal(size=(240, 48))
        how = {"seed": seed, "n_resamples": 100, "n_permutations": 99}
        plain.append((similarity_intervals(values, codes, **how)["noise_p"] <= 0.05).mean())
        table = similarity_intervals(values, codes, **{what: shared}, **how)
        own.append((table["noise_p"] <= 0.05).mean())
    assert np.mean(plain) > 0.5
    assert np.mean(own) <= 0.1
