"""Shares of outcomes in groups, of independent inputs and of blocks."""

import numpy as np
import pytest
from topomaps.groups.shares import pairs, shares_of

ONE = np.zeros(200, dtype=int)


def of_persons(generator, n_persons, n_images, p, icc):
    """Outcomes of images, and the person of each; persons differ in how often they are hits."""
    a = 1 / icc - 1
    rates = np.repeat(generator.beta(p * a, (1 - p) * a, n_persons), n_images)
    hit = generator.random(n_persons * n_images) < rates
    return np.where(hit, 0, -1), np.repeat(np.arange(n_persons), n_images)


def test_of_independent_inputs_gaps_have_newcombes_intervals():
    """The examples (a) and (b) of Newcombe (1998), Table II, method 10."""
    for (a, m), (b, n), expected in (
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
    ):
        groups = np.repeat([0, 1], [m, n])
        outcomes = np.repeat([0, -1, 0, -1], [a, m - a, b, n - b])
        gap, low, high = shares_of(groups, outcomes, 2, 1).gaps(0, 0.95)
        assert gap == pytest.approx([a / m - b / n])
        assert (low[0], high[0]) == pytest.approx(expected, abs=5e-5)


def test_groups_without_inputs_have_no_share_and_no_gap():
    shares = shares_of(np.array([0, 0]), np.array([0, -1]), 2, 1)
    assert shares.n.tolist() == [2, 0]
    assert np.isnan(shares.shares[1])
    assert np.isnan(np.stack(shares.gaps(0, 0.95))).all()


def test_blocks_that_are_all_alike_count_as_single_inputs():
    shares = shares_of(ONE, np.repeat([0, -1], 100), 1, 1, np.repeat(np.arange(20), 10))
    assert (shares.n[0], shares.n_units[0]) == (200, 20)
    assert shares.like[0, 0] == pytest.approx(20, rel=0.1)
    assert shares.freedom == [19]


def test_blocks_whose_shares_are_equal_cost_little():
    outcomes = np.tile([0, -1], 100)
    shares = shares_of(ONE, outcomes, 1, 1, np.repeat(np.arange(20), 10))
    assert 150 < shares.like[0, 0] <= 200


def test_a_single_block_tells_nothing():
    low, high = shares_of(ONE, np.repeat([0, -1], 100), 1, 1, ONE).intervals(0.95)
    assert (low, high) == (pytest.approx(0, abs=1e-6), pytest.approx(1, abs=1e-6))


@pytest.mark.parametrize("n_persons", [5, 20])
@pytest.mark.parametrize("p", [0.5, 0.9])
def test_intervals_of_blocks_hold_the_share_and_the_gap(n_persons, p):
    generator, held = np.random.default_rng(1), []
    for _ in range(400):
        sampled = [of_persons(generator, n, 10, p, 0.3) for n in (n_persons, 20)]
        groups = np.repeat([0, 1], [len(each[0]) for each in sampled])
        outcomes, blocks = (np.concatenate(each) for each in zip(*sampled, strict=True))
        shares = shares_of(groups, outcomes, 2, 1, blocks + 100 * groups)
        low, high = shares.intervals(0.95)[:, 0, 0]
        _, least, most = (each[0] for each in shares.gaps(0, 0.95))
        held.append((low <= p <= high, least <= 0 <= most))
    assert (np.mean(held, axis=0) >= 0.92).all()


def test_pairs_are_in_order():
    assert np.stack(pairs(3)).T.tolist() == [[0, 1], [0, 2], [1, 2]]
