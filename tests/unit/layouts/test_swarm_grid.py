import numpy as np
import pytest
from scipy.spatial import cKDTree
from topomaps.common.thread_pool import thread_pool
from topomaps.layouts import swarm_direct, swarm_grid
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.swarm import local_weights, part_coinciding

STAGES = (0, 50, 150, 300, 600, 1000)


def uniform(rng):
    return rng.random((2000, 2))


def clustered(rng):
    centres = rng.random((12, 2))
    points = centres[rng.integers(12, size=2000)] + 0.01 * rng.standard_normal((2000, 2))
    points[:200] = points[0]  # as dead neurons
    return part_coinciding(scale_to_unit(points))


def direct_force(points):
    """Mean local force on each neuron, from one step at full weight."""
    return 2 * (swarm_direct.run(points, np.ones(1), threads=2) - points)


def neighbours(points):
    return cKDTree(points).query(points, 11)[1][:, 1:]


@pytest.mark.parametrize("start", [uniform, clustered])
def test_force_and_layout_agree_with_the_direct_sum(start):
    weights = local_weights(1000)
    points = start(np.random.default_rng(0))
    gridded = swarm_grid.run(points, weights, threads=2)
    with thread_pool(1) as share:
        for first, last in zip(STAGES, (*STAGES[1:], None), strict=True):
            force = direct_force(points)
            error = swarm_grid.Grid(points).mean_force(points, share, 1) - force
            largest = np.linalg.norm(force, axis=1).max()
            assert np.linalg.norm(error, axis=1).max() < 1e-3 * largest
            if last:
                points = swarm_direct.run(points, weights[first:last], threads=2)
    pairs = zip(neighbours(points), neighbours(gridded), strict=True)
    same = np.mean([len(np.intersect1d(a, b)) / 10 for a, b in pairs])
    assert same >= 0.98


def test_threads_never_change_a_byte():
    start = np.random.default_rng(0).random((3000, 2))
    alone = swarm_grid.run(start, local_weights(30), threads=1)
    for threads in (2, 3):
        np.testing.assert_array_equal(swarm_grid.run(start, local_weights(30), threads), alone)


def test_grid_is_renewed_when_the_swarm_outgrows_it():
    start = np.random.default_rng(0).random((500, 2))
    grid = swarm_grid.Grid(start)
    assert grid.covers(start)
    grown = swarm_grid.run(start, np.ones(60))
    assert not grid.covers(grown)
    np.testing.assert_allclose(grown, swarm_direct.run(start, np.ones(60)), atol=0.02)


def test_uneven_and_distant_swarms():
    rng = np.random.default_rng(0)
    flat = np.column_stack([1e4 + 300 * rng.random(3000), rng.random(3000) - 1e4])
    expected = direct_force(flat)
    with thread_pool(1) as share:
        error = swarm_grid.Grid(flat).mean_force(flat, share, 1) - expected
    largest = np.linalg.norm(expected, axis=1).max()
    assert np.linalg.norm(error, axis=1).max() < 1e-3 * largest
