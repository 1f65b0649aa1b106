import numpy as np
import pytest
from topomaps.statistics.bounds import share_at_bounds

N = 400


def share_of(values, second):
    gap = values[second].mean(axis=0) - values[~second].mean(axis=0)
    spread = np.sqrt((values[second].var(axis=0) + values[~second].var(axis=0)) / 2)
    difference = np.divide(gap, spread, out=np.zeros(len(gap)), where=spread > 0)
    return share_at_bounds([values], np.arange(N), second.astype(float), [difference])


@pytest.mark.parametrize("bend", [lambda x: np.maximum(x, 0), lambda x: np.tanh(3 * x)])
def test_one_population_behind_a_bound_is_at_the_bound(bend):
    generator = np.random.default_rng(0)
    latent = generator.normal(size=N)
    values = bend(latent[:, None] * [1, -1, 2] + 0.1 * generator.normal(size=(N, 3)))
    assert share_of(values, latent > 0) > 0.9


@pytest.mark.parametrize(("share", "distance"), [(0.5, 5), (0.1, 5), (0.3, 20)])
def test_two_populations_are_not(share, distance):
    generator = np.random.default_rng(1)
    second = generator.random(N) < share
    values = distance * second[:, None] * [1, -1, 0.5] + generator.normal(size=(N, 3))
    assert share_of(values, second) == 0


def test_neurons_weigh_by_their_differences():
    generator = np.random.default_rng(2)
    second = np.arange(N) % 2 == 0
    values = np.stack([5 * second + generator.normal(size=N), second], axis=1)
    shares = [share_at_bounds([values], np.arange(N), second * 1.0, [np.array(each)])
              for each in ([5, 0], [3, 3], [0, 0])]  # fmt: skip
    assert shares[:2] == [0, 0.5]
    assert np.isnan(shares[2])
    assert np.isnan(share_at_bounds([values], np.arange(N), np.eye(N)[0], [np.ones(2)]))
