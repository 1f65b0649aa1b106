"""Maps of correctly and wrongly classified inputs, the suspicious pair framed (HHAI, Figure 5)."""

import matplotlib.pyplot as plt
import numpy as np
from scipy.cluster.hierarchy import dendrogram

from topomaps.common.reader_names import column_name, row_name
from topomaps.figures.map_panels import (
    add_color_bar,
    draw_group,
    frame,
    map_axes,
    name_column,
)
from topomaps.figures.shown_inputs import draw_input
from topomaps.figures.style import FRAMES, cell_width
from topomaps.maps.ordering import column_order, group_linkage

OUTCOMES = ("correct", "wrong")
# Dendrogram, names of the classes, inputs, maps, maps, inputs.
HEIGHTS = (0.6, 0.25, 0.7, 1.2, 1.2, 0.7)  # shares of the width of a class
LEFT, RIGHT = 0.35, 1.0  # inches: margins


def plot_label_errors(maps, shown, framed, suspected):
    """Show two maps and two example inputs of each class, below the dendrogram of the classes.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`, groups by correctness.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
        The inputs that `maps["examples"]` counts.
    framed : sequence of (outcome, class)
        Groups with a frame.
    suspected : {"test", "train"}
        Decides on the colour of the frames.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows, names = maps["rows"], maps["columns"]
    classes = list(dict.fromkeys(names))
    classes = [classes[index] for index in column_order(maps["naps"], names)]
    groups = {place: index for index, place in enumerate(zip(rows, names, strict=True))}
    n = len(classes)
    cell = cell_width(n, LEFT + RIGHT)
    width = cell * n + LEFT + RIGHT
    figure = plt.figure(figsize=(width, cell * (sum(HEIGHTS) + 0.6) + 0.2))
    grid = figure.add_gridspec(
        len(HEIGHTS), n, height_ratios=HEIGHTS, wspace=0, hspace=0.16,
        left=LEFT / width, right=1 - RIGHT / width, top=0.96, bottom=0.03,
    )  # fmt: skip
    correct = np.array([groups["correct", name] for name in classes])
    _draw_dendrogram(figure.add_subplot(grid[0, :]), maps["naps"][correct])
    all_axes = []
    for column, name in enumerate(classes):
        for outcome, at_input, at_map in (("correct", 2, 3), ("wrong", 5, 4)):
            group = groups[outcome, name]
            picture = map_axes(figure, grid[at_input, column])
            if outcome == "correct":
                name_column(picture, column_name(name), cell)
            draw_input(picture, shown, maps["examples"][group])
            axes = map_axes(figure, grid[at_map, column])
            draw_group(axes, maps, group)
            if column == 0:
                axes.set_ylabel(row_name(outcome))
            if (outcome, name) in framed:
                frame(axes, FRAMES[suspected])
            all_axes.append(axes)
    bar = figure.add_axes((1 - 0.9 / width, 0.3, 0.12 / width, 0.4))
    add_color_bar(figure, all_axes, maps, cax=bar)
    return figure


def _draw_dendrogram(axes, naps):
    """Dendrogram of the groups, each at the middle of its column; empty ones come last."""
    axes.set_axis_off()
    present = naps[~np.isnan(naps).any(axis=1)]
    if len(present) < 3:
        return
    tree = dendrogram(group_linkage(present), no_plot=True)
    for x, y in zip(tree["icoord"], tree["dcoord"], strict=True):
        axes.plot(x, y, color="0.3", linewidth=0.8)
    axes.set(xlim=(0, 10 * len(naps)), ylim=(0, None))
