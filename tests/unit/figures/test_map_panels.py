"""Maps end at the hull of their neurons, and outlines go half way between neurons."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from topomaps.figures.map_panels import draw_map, name_column, outline_neurons
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import map_images

# A grid of 5 x 5 neurons, without its corners.
GRID = np.array([(x, y) for x in range(5) for y in range(5) if {x, y} - {0, 4}]) / 4


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_a_map_is_cut_at_the_hull_and_has_a_colour_up_to_it(axes):
    values = np.ones((1, len(GRID)))
    (image,) = map_images(MapGrid(GRID).interpolate(values), 1.0)
    draw_map(axes, image, GRID)
    (shown,) = axes.images
    (rim,) = axes.patches
    assert shown.get_clip_path() is not None
    assert {tuple(corner) for corner in rim.get_path().vertices} <= {tuple(each) for each in GRID}
    assert (shown.get_array() == [255, 0, 0]).all()  # no white step within the hull
    assert axes.get_xlim() == (-0.03, 1.03)


def test_a_map_that_scores_see_keeps_its_pixels(axes):
    (image,) = map_images(MapGrid(GRID).interpolate(np.ones((1, len(GRID)))), 1.0)
    draw_map(axes, image)
    assert (axes.images[0].get_array() == image).all()
    assert not axes.patches


def test_the_outline_lies_half_way_to_the_neurons_around(axes):
    middle = np.flatnonzero((GRID == 0.5).all(axis=1))
    outline_neurons(axes, GRID, middle)
    (path,) = axes.collections[0].get_paths()
    away = np.abs(path.vertices - 0.5).max(axis=1)
    assert away.max() == pytest.approx(0.125)  # neighbours are a quarter away


def test_a_region_at_the_rim_is_closed_there(axes):
    right = GRID[:, 0] == 1
    outline_neurons(axes, GRID, right)
    (path,) = axes.collections[0].get_paths()
    assert path.vertices[:, 0].max() == pytest.approx(1)
    assert path.vertices[:, 0].min() == pytest.approx(0.875)
    assert (path.vertices[0] == path.vertices[-1]).all()


@pytest.mark.parametrize(("name", "rotation"), [("7", 0), ("a name of very many words indeed", 90)])
def test_names_that_have_no_room_stand_upright(axes, name, rotation):
    name_column(axes, name, 0.5)
    assert axes.title.get_rotation() == rotation
