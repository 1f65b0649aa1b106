"""Rows of maps, each in the order of its own dendrogram (HHAI, Figures 6 and 8)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.figures.style import add_color_bar, draw_map, map_axes, wrapped
from topomaps.maps.ordering import similarity_order

TITLE_WIDTH = 12


def plot_similar_groups(rows, title):
    """Show groups of each row so that similar ones are neighbours.

    Parameters
    ----------
    rows : dict
        Label of the row -> (maps, kind): arrays of `render_maps`, and the kind of groups to show,
        "given" or "random".
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    chosen = {
        label: (maps, np.flatnonzero((maps["kinds"] == kind) & (maps["counts"] > 0)))
        for label, (maps, kind) in rows.items()
    }
    width = max(len(groups) for _, groups in chosen.values())
    figure = plt.figure(figsize=(1.05 * width + 1.2, 1.35 * len(rows) + 0.3), layout="constrained")
    figure.suptitle(title, fontsize=9)
    grid = figure.add_gridspec(len(rows), width)
    for line, (label, (maps, groups)) in enumerate(chosen.items()):
        all_axes = []
        for place, group in enumerate(groups[similarity_order(maps["naps"][groups])]):
            axes = map_axes(figure, grid[line, place])
            axes.set_title(wrapped(str(maps["groups"][group]), TITLE_WIDTH), fontsize=7)
            draw_map(axes, maps["images"][group])
            if place == 0:
                axes.set_ylabel(label, fontsize=7)
            all_axes.append(axes)
        add_color_bar(figure, all_axes, maps)
    return figure
