"""Triangles of a page paint the maps that Python paints."""

import numpy as np
from page_arrays import restored
from topomaps.explorer.layouts import best_first, layout_view, method_words
from topomaps.layouts.methods import BEST_FIRST, METHODS
from topomaps.maps.interpolation import MapGrid

RESOLUTION = 40


def field_of(view, values):
    """A map as a page paints it: in each triangle, the mean of the corners by their nearness."""
    positions = restored(view["positions"])
    values = values.copy()
    for neurons in view["together"]:
        values[neurons[0]] = values[neurons].mean()
    steps = np.linspace(0, 1, RESOLUTION)
    x, y = np.meshgrid(steps, steps[::-1])
    field = np.full(x.shape, np.nan)
    for corners in restored(view["triangles"]).astype(int):
        (x1, y1), (x2, y2), (x3, y3) = positions[corners]
        area = (y2 - y3) * (x1 - x3) + (x3 - x2) * (y1 - y3)
        first = ((y2 - y3) * (x - x3) + (x3 - x2) * (y - y3)) / area
        second = ((y3 - y1) * (x - x3) + (x1 - x3) * (y - y3)) / area
        shares = np.stack([first, second, 1 - first - second])
        inside = (shares >= -1e-9).all(axis=0)
        field[inside] = np.tensordot(values[corners], shares, 1)[inside]
    return field


def test_fields_are_those_of_python_also_where_neurons_share_a_place():
    generator = np.random.default_rng(0)
    positions = generator.random((60, 2))
    positions[[7, 30]] = positions[3]
    positions[[0, 1, 2, 4]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
    values = generator.normal(size=60)
    view = layout_view("sorted", positions, [])
    assert view["together"] == [[3, 7, 30]]
    expected = MapGrid(positions, RESOLUTION).interpolate(values[None])[0]
    found = field_of(view, values)
    known = ~np.isnan(expected) & ~np.isnan(found)
    assert known.mean() > 0.97
    assert np.abs(found - expected)[known].max() < 1e-2 * np.abs(values).max()


def test_the_best_method_is_first_and_the_baseline_last():
    assert best_first(["random", "PCA", "UMAP_PSO", "sorted"]) == [
        "sorted", "UMAP_PSO", "PCA", "random",
    ]  # fmt: skip
    assert set(BEST_FIRST) == set(METHODS)


def test_methods_are_told_in_words():
    assert method_words("random") == "random (baseline)"
    assert method_words("PCA") == "PCA (the two main directions of the profiles)"
    assert method_words("SOM_PSO") == "SOM, then swarm (a self-organising grid, spread evenly)"
    assert all("(" in method_words(each) for each in METHODS)
