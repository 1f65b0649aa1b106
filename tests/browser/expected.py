"""What Python says about the contents of a page, to compare with what a browser shows."""

import numpy as np
from page_arrays import restored
from scipy.interpolate import LinearNDInterpolator
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import map_images

NAMES = ["heavy", "light", "10", "2", "<script>alert(1)</script>"]
FEW = "2"  # a group that is too small for tests of pairs
POINTS = 100


def number(text):
    """A number as the page writes it, with a true minus sign."""
    return float(text.replace("−", "-"))


def naps(view):
    """NAPs (G, N) of a layer."""
    return restored(view["nap"])


def positions(view, method=0):
    """Places (N, 2) of its neurons."""
    return restored(view["layouts"][method]["positions"])


def python_maps(view, values, limit):
    """Map images (G, 100, 100, 3) as the workflow paints them, and where they are no hull's rim."""
    grid = MapGrid(positions(view), POINTS)
    inner = grid.mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            inner &= np.roll(grid.mask, step, axis)
    return map_images(grid.interpolate(values), limit, POINTS), inner


def some_points(inner, count=100):
    """Rows and columns of points of the map, the same ones in each test."""
    places = np.argwhere(inner)
    return np.random.default_rng(1).permutation(places)[:count].T


def colors_at(view, values, limit, points):
    """Colours (P, 3) of a map at any points (P, 2) of the layout, NaN outside."""
    found = LinearNDInterpolator(positions(view), values)(points)
    colors = map_images(found[None, None], limit, 1) if len(points) == 1 else None
    if colors is None:
        side = int(np.ceil(np.sqrt(len(found))))
        square = np.full(side * side, np.nan)
        square[: len(found)] = found
        colors = map_images(square.reshape(1, side, side), limit, side)[0].reshape(-1, 3)
    return colors[: len(found)], ~np.isnan(found)


def on_figure(view, points, box, part=(-0.03, 1.03, -0.03, 1.03)):
    """Pixels (P, 2), x and y in the window, of points of the layout in the whole large map."""
    x0, x1, y0, y1 = part
    x = box["x"] + (points[:, 0] - x0) / (x1 - x0) * box["width"]
    y = box["y"] + (y1 - points[:, 1]) / (y1 - y0) * box["width"]
    return np.column_stack([x, y])
