import numpy as np
import pytest
from topomaps.layouts import swarm_direct
from topomaps.layouts.swarm import local_weights
from topomaps.layouts.swarm_direct import force_of_a_point, local_factor, run


def plain_step(points, weight, global_factor=0.0):
    """One step as the papers write it."""
    vectors = points[None] - points[:, None]
    distances = np.maximum(np.linalg.norm(vectors, axis=2), 0.01)
    local = 1.5 / (distances + 1) ** 3 - 15 * np.exp(-distances / 2)
    factor = weight * local + (1 - weight) * global_factor
    return points + 0.5 * (factor[..., None] * vectors).mean(axis=1)


@pytest.mark.parametrize("distance", [0.0, 0.01, 0.5, 1.0, 7.0, 40.0, 127.9, 128.1, 1e10])
def test_local_factor_is_the_formula(distance):
    expected = 1.5 / (distance + 1) ** 3 - 15 * np.exp(-distance / 2)
    assert local_factor(distance) == pytest.approx(expected, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("n_neurons", [5, 130])
def test_steps_are_the_published_ones(n_neurons):
    rng = np.random.default_rng(n_neurons)
    start = 3 * rng.standard_normal((n_neurons, 2))
    start[1] = start[0] + 1e-3  # below the closest distance
    weights = local_weights(20)
    expected_local, expected_both = start, start
    factor = rng.standard_normal((n_neurons, n_neurons))
    for weight in weights:
        expected_local = plain_step(expected_local, weight)
        expected_both = plain_step(expected_both, weight, factor)
    np.testing.assert_allclose(run(start, weights), expected_local, atol=1e-12)
    np.testing.assert_allclose(run(start, weights, factor), expected_both, rtol=1e-11, atol=1e-12)


def test_large_swarms_take_the_same_steps_on_any_number_of_threads():
    n_neurons = swarm_direct.THREADS_FROM + 7
    rng = np.random.default_rng(0)
    start, factor = rng.random((n_neurons, 2)), rng.random((n_neurons, n_neurons))
    weights = local_weights(4)
    for force in (None, factor):
        alone = run(start, weights, force, threads=1)
        for threads in (2, 3):
            np.testing.assert_array_equal(run(start, weights, force, threads), alone)
    expected = start
    for weight in weights:
        expected = plain_step(expected, weight, factor)
    np.testing.assert_allclose(alone, expected, atol=1e-12)


def test_start_is_left_as_it_was():
    start = np.random.default_rng(0).random((10, 2))
    before = start.copy()
    run(start, local_weights(3))
    np.testing.assert_array_equal(start, before)


def test_force_of_a_point_is_odd_along_and_even_across():
    offset = np.array([-2.0, -0.5, 0.0, 0.5, 2.0])
    force = np.empty((5, 5))
    force_of_a_point(offset, force)
    np.testing.assert_array_equal(force, -force[::-1])
    np.testing.assert_array_equal(force, force[:, ::-1])
    assert force[3, 2] == pytest.approx(-0.5 * local_factor(0.5))
    assert force[3, 2] > 0  # pushed away from the point
