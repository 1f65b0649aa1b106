import numpy as np
import pytest
from sklearn.manifold import trustworthiness as sklearn_trustworthiness
from topomaps.scores import preservation as module
from topomaps.scores.faithfulness import faithfulness
from topomaps.scores.preservation import distance_preservation_quality, morans_i, preservation


@pytest.fixture
def features():
    return np.random.default_rng(0).standard_normal((80, 6))


def value_of(rows, measure, parameter):
    return next(
        row["value"] for row in rows if (row["measure"], row["parameter"]) == (measure, parameter)
    )


@pytest.mark.parametrize("k", [5, 10])
def test_continuity_is_trustworthiness_with_map_and_features_exchanged(features, k):
    positions = features[:, :2] * [1, 0.5]
    expected = sklearn_trustworthiness(positions, features, n_neighbors=k)
    value = value_of(faithfulness(features, positions), "continuity", k)
    assert value == pytest.approx(expected, abs=1e-12)


def test_dpq_by_hand():
    features = np.array([[0.0], [1.0], [3.0], [6.0]])
    positions = np.column_stack([[0, 1, 10, 3], np.zeros(4)])  # the order 0, 1, 3, 2
    _, on_map, best = preservation(features, positions, 1)
    np.testing.assert_allclose(on_map[0], (1 + 1 + 3 + 5) / 4)  # nearest on the map
    np.testing.assert_allclose(best[0], (1 + 1 + 2 + 3) / 4)  # nearest by features
    np.testing.assert_allclose([on_map[-1], best[-1]], 20 / 6)
    quality = distance_preservation_quality(on_map, best, power=1)
    gains = (20 / 6 - on_map).clip(0).sum(), (20 / 6 - best).sum()
    assert quality == pytest.approx(gains[0] / gains[1])


def test_dpq_of_perfect_and_of_random_layouts(features):
    perfect = preservation(features[:, :2], features[:, :2], 5)
    assert distance_preservation_quality(*perfect[1:]) == pytest.approx(1)
    random = preservation(features, np.random.default_rng(1).random((80, 2)), 5)
    assert distance_preservation_quality(*random[1:]) < 0.15


def test_equal_neurons_have_no_quality_to_lose():
    positions = np.random.default_rng(0).random((20, 2))
    assert np.isnan(
        distance_preservation_quality(*preservation(np.ones((20, 2)), positions, 5)[1:])
    )
    assert np.isnan(morans_i(np.ones((20, 2)), np.zeros((20, 3), int)))


def test_among_equal_neurons_the_nearest_on_the_map_come_first():
    features = np.repeat([[0.0], [1.0]], 10, axis=0)
    positions = np.column_stack([np.arange(20), np.zeros(20)])
    ranks, on_map, best = preservation(features, positions, 3)
    assert (ranks[3:7] <= 2).sum() >= 8  # two at equal distance share the better rank
    np.testing.assert_allclose(best[:9], 0)
    assert on_map[0] == 0


def test_blocks_and_samples(features, monkeypatch):
    positions = features[:, :2]
    whole = preservation(features, positions, 7)
    monkeypatch.setattr(module, "BLOCK", 200)
    for one, other in zip(whole, preservation(features, positions, 7), strict=True):
        np.testing.assert_allclose(one, other)
    monkeypatch.setattr(module, "ALL_UP_TO", 40)
    ranks, on_map, _ = preservation(features, positions, 7)
    assert ranks.shape == (40, 7)
    np.testing.assert_allclose(on_map, whole[1], rtol=0.2)


def test_morans_i_of_a_gradient_of_checkers_and_of_noise():
    x, y = np.divmod(np.arange(400), 20)
    neighbors = np.column_stack(
        [x * 20 + (y + 1) % 20, x * 20 + (y - 1) % 20, (x + 1) % 20 * 20 + y, (x - 1) % 20 * 20 + y]
    )
    assert morans_i(np.column_stack([np.sin(2 * np.pi * x / 20)]), neighbors) > 0.95
    assert morans_i(((x + y) % 2)[:, None], neighbors) == pytest.approx(-1)
    noise = np.random.default_rng(0).standard_normal((400, 3))
    assert morans_i(noise, neighbors) == pytest.approx(0, abs=0.06)
