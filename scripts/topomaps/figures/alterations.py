"""One map under the alterations that its image errors are measured by (HHAI, Figure 2)."""

import matplotlib.pyplot as plt

from topomaps.figures.map_panels import draw_map, map_axes
from topomaps.figures.style import PAGE_WIDTH, cell_width
from topomaps.scores.image_filters import distinct_points, gaussian_blur, resize_there_and_back


def plot_alterations(image, radii, sizes):
    """Show a map blurred with each radius (top) and resized by each size (bottom).

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)
    radii, sizes : sequence
        In pixels, in the order of increasing effect.

    Returns
    -------
    matplotlib.figure.Figure
    """
    points, block = distinct_points(image)
    rows = {
        "Gaussian blur\nradius": (gaussian_blur, radii),
        "downscaled\nto": (resize_there_and_back, sizes),
    }
    n_columns = max(len(radii), len(sizes)) + 1
    figure = plt.figure(
        figsize=(PAGE_WIDTH, 2 * cell_width(n_columns, 0.5) + 0.6), layout="constrained"
    )
    grid = figure.add_gridspec(2, n_columns, wspace=0)
    draw_map(map_axes(figure, grid[:, 0], "original"), image)
    for line, (label, (alter, parameters)) in enumerate(rows.items()):
        for column, parameter in enumerate(parameters, start=1):
            axes = map_axes(figure, grid[line, column], f"{parameter} px")
            draw_map(axes, alter(points, block, parameter))
            if column == 1:
                axes.set_ylabel(label)
    return figure
