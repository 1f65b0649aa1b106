from pathlib import Path

import numpy as np
import pytest
from topomaps.maps.interpolation import MapGrid

PUBLISHED = np.load(Path(__file__).parents[2] / "data" / "published_maps.npz")


@pytest.fixture
def layout():
    return np.random.default_rng(1).random((40, 2))


def test_equals_the_published_fields():
    fields = MapGrid(PUBLISHED["layout"]).interpolate(PUBLISHED["naps"])
    published = PUBLISHED["interpolated"]  # [group, x, y], every third coordinate
    ours = fields[:, ::-1].transpose(0, 2, 1)[:, ::3, ::3]
    np.testing.assert_allclose(ours, published, rtol=0, atol=1e-9)


def test_a_plane_is_reproduced_with_the_largest_y_on_top(layout):
    grid = MapGrid(layout, resolution=21)
    field = grid.interpolate([2 * layout[:, 0] + 5 * layout[:, 1] - 1])[0]
    steps = np.linspace(0, 1, 21)
    plane = 2 * steps + 5 * steps[::-1, None] - 1
    np.testing.assert_allclose(field[grid.mask], plane[grid.mask], atol=1e-12)


def test_mask_is_the_hull():
    diamond = [[0.5, 0], [0.5, 1], [0, 0.5], [1, 0.5]]
    grid = MapGrid(diamond, resolution=5)
    distance = np.abs(np.linspace(-1, 1, 5))
    np.testing.assert_array_equal(grid.mask, distance + distance[:, None] <= 1)
    np.testing.assert_array_equal(np.isnan(grid.interpolate(np.ones((1, 4)))[0]), ~grid.mask)


def test_neurons_take_their_own_values_at_grid_points():
    corners = [[0, 0], [1, 0], [0, 1], [1, 1]]
    field = MapGrid(corners, resolution=3).interpolate([[1, 2, 3, 4]])[0]
    assert field[[-1, -1, 0, 0], [0, -1, 0, -1]].tolist() == [1, 2, 3, 4]


def test_coinciding_neurons_show_their_mean():
    layout = [[0, 0], [1, 0], [0, 1], [1, 1], [1, 1], [1, 1]]
    field = MapGrid(layout, resolution=2).interpolate([[0, 0, 0, 1, 2, 6]])[0]
    np.testing.assert_allclose(field, [[0, 3], [0, 0]])


def test_order_of_neurons_does_not_matter(layout):
    values = np.random.default_rng(2).normal(size=(3, 40))
    order = np.random.default_rng(3).permutation(40)
    fields = MapGrid(layout).interpolate(values)
    permuted = MapGrid(layout[order]).interpolate(values[:, order])
    np.testing.assert_allclose(permuted, fields, atol=1e-12)


def test_groups_do_not_touch_each_other(layout):
    values = np.random.default_rng(2).normal(size=(3, 40))
    grid = MapGrid(layout)
    with_empty_group = grid.interpolate(np.insert(values, 1, np.nan, axis=0))
    assert np.isnan(with_empty_group[1]).all()
    alone = np.concatenate([grid.interpolate(row[None]) for row in values])
    assert np.delete(with_empty_group, 1, axis=0).tobytes() == alone.tobytes()


@pytest.mark.parametrize(
    ("layout", "sentence"),
    [
        ([[0, 0], [0, 1], [1, 0]], "3 neurons"),
        (np.linspace([0, 0.1], [1, 0.9], 10), "on one line"),
        (np.full((5, 2), 0.5), "on one line"),
        ([[0, 0], [0, 1], [1, 0], [1, np.nan]], "not finite"),
        (np.zeros((5, 3)), "shape"),
    ],
)
def test_layouts_without_an_area_are_refused(layout, sentence):
    with pytest.raises(ValueError, match=sentence):
        MapGrid(layout)


def test_wrong_number_of_values_is_refused(layout):
    with pytest.raises(ValueError, match="40 neurons"):
        MapGrid(layout).interpolate(np.zeros((2, 39)))


@pytest.mark.parametrize("resolution", [0, 1])
def test_a_map_of_less_than_two_points_is_refused(resolution):
    with pytest.raises(ValueError, match="resolution of 2"):
        MapGrid(np.random.default_rng(0).random((9, 2)), resolution)
