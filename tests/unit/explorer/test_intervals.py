"""Intervals of NAPs: Student's t where it holds, coverage of small and sparse groups, refusals."""

import numpy as np
import pytest
from scipy.stats import ttest_ind
from topomaps.explorer.intervals import half_widths
from topomaps.explorer.moments import centring, group_moments


def halves(values, labels, blocks=None):
    """Half widths (G, N) and NAPs (G, N) of labelled activations."""
    sampled = [np.flatnonzero(labels == group) for group in range(labels.max() + 1)]
    moments = group_moments(values, sampled, blocks)
    weights = centring(moments.counts, np.zeros(len(sampled)))
    return half_widths(moments, weights), weights @ moments.means


def active(generator, n, share, n_neurons=64):
    """Activations (n, N) of neurons that are active for a share of the inputs."""
    return generator.exponential(size=(n, n_neurons)) * (generator.random((n, n_neurons)) < share)


def test_two_large_groups_have_welchs_interval():
    generator = np.random.default_rng(0)
    first, second = generator.normal(0, 1, (25, 6)), generator.normal(0, 3, (60, 6))
    found, naps = halves(np.concatenate([first, second]), np.repeat([0, 1], [25, 60]))
    interval = ttest_ind(first, second, equal_var=False).confidence_interval()
    np.testing.assert_allclose(2 * (naps[0] - found[0]), interval.low)
    np.testing.assert_allclose(2 * (naps[0] + found[0]), interval.high)


def coverage(sizes, draw, truth=0.0, repetitions=60):
    """Shares of the NAPs that their intervals hold, and of those that have one; (2, G)."""
    labels, held, known = np.repeat(np.arange(len(sizes)), sizes), [], []
    for seed in range(repetitions):
        generator = np.random.default_rng(seed)
        half, naps = halves(np.concatenate([draw(generator, n) for n in sizes]), labels)
        held.append((np.abs(naps - truth) <= half).mean(axis=1))
        known.append((~np.isnan(half)).mean(axis=1))
    held, known = np.mean(held, axis=0), np.mean(known, axis=0)
    return np.divide(held, known, out=np.ones_like(held), where=known > 0), known


@pytest.mark.parametrize("share", [1, 0.3, 0.05])
@pytest.mark.parametrize("n", [3, 5, 10, 20, 50])
def test_intervals_hold_beside_500_or_are_refused(n, share):
    held, known = coverage([n, 500], lambda *how: active(*how, share), repetitions=15)
    assert (held >= 0.9).all()
    if n == 3:
        assert known[0] == 0
    if share == 1 and n > 3:
        assert known[0] > 0.9


def test_a_group_of_two_makes_the_others_wide_and_has_none_itself():
    held, known = coverage([2, 100, 100], lambda generator, n: generator.normal(size=(n, 64)))
    assert known.tolist() == [0, 1, 1]
    assert (held >= 0.93).all()


def test_unequal_variances_are_those_of_the_groups():
    draw = iter([3.0, 1.0] * 60)
    held, known = coverage([10, 200], lambda generator, n: generator.normal(0, next(draw), (n, 64)))
    assert known.min() == 1
    assert held == pytest.approx(0.95, abs=0.02)


def test_a_silent_group_is_no_proof_of_silence():
    generator = np.random.default_rng(0)
    values = np.concatenate([np.zeros((5, 64)), active(generator, 500, 0.05)])
    assert np.isnan(halves(values, np.repeat([0, 1], [5, 500]))[0]).all()
    values = np.concatenate([np.zeros((10, 64)), active(generator, 500, 0.5)])
    found = halves(values, np.repeat([0, 1], [10, 500]))[0]
    assert np.nanmin(found[0]) > 0.15


def test_blocks_widen_intervals_as_their_means_do():
    generator = np.random.default_rng(0)
    labels, blocks = np.repeat([0, 1], 200), np.repeat(np.arange(80), 5)
    values = generator.normal(size=(80, 64))[blocks] + 0.2 * generator.normal(size=(400, 64))
    means = values.reshape(80, 5, 64).mean(axis=1)
    by_block = halves(values, labels, blocks)[0]
    np.testing.assert_allclose(by_block, halves(means, np.repeat([0, 1], 40))[0], rtol=1e-6)
    assert (by_block > 1.7 * halves(values, labels)[0]).all()


def test_groups_with_a_single_input_leave_no_interval():
    values = np.random.default_rng(0).normal(size=(61, 4))
    found = halves(values, np.repeat([0, 1, 2], [30, 30, 1]))[0]
    assert np.isnan(found).all()
    assert np.isnan(halves(np.ones((60, 4)), np.repeat([0, 1], 30))[0]).all()
