import numpy as np
from topomaps.layouts.som import SHARED_CELL_RADIUS, som_layout, spread_shared_cells


def test_cells_of_a_square_map_of_the_right_side():
    features = np.random.default_rng(0).random((120, 3))
    positions = som_layout(features, seed=1)
    assert positions.shape == (120, 2)
    cells = np.round(positions)
    assert cells.min() >= 0
    assert cells.max() <= 10  # ⌊√120 + 1⌋ = 11 cells a side
    assert abs(positions - cells).max() <= SHARED_CELL_RADIUS + 1e-12


def test_follows_the_seed():
    features = np.random.default_rng(0).random((30, 3))
    np.testing.assert_array_equal(som_layout(features, 5), som_layout(features, 5))
    assert (som_layout(features, 5) != som_layout(features, 6)).any()


def test_groups_of_like_neurons_lie_apart():
    rng = np.random.default_rng(0)
    features = np.repeat([[0.0, 1.0], [5.0, -5.0]], 20, axis=0) + 0.01 * rng.random((40, 2))
    positions = som_layout(features, seed=2)
    centres = positions[:20].mean(axis=0), positions[20:].mean(axis=0)
    assert np.linalg.norm(centres[0] - centres[1]) > positions[:20].std()


def test_neurons_of_one_cell_lie_evenly_on_a_circle():
    cells = np.array([[3, 4], [0, 0], [3, 4], [3, 4]])
    positions = spread_shared_cells(cells, np.random.default_rng(0))
    np.testing.assert_array_equal(positions[1], [0, 0])
    arms = positions[[0, 2, 3]] - [3, 4]
    np.testing.assert_allclose(np.linalg.norm(arms, axis=1), SHARED_CELL_RADIUS)
    np.testing.assert_allclose(arms.sum(axis=0), 0, atol=1e-12)
    # Evenly: each angle between two of three arms is 120°.
    np.testing.assert_allclose(arms[0] @ arms[1], -0.5 * SHARED_CELL_RADIUS**2)


def test_circles_start_at_random_angles():
    cells = np.zeros((4, 2), dtype=int)
    first, second = (spread_shared_cells(cells, np.random.default_rng(s)) for s in (0, 1))
    assert abs(first - second).max() > 1e-3
