"""Maps in the places of the confusion matrix, example inputs on the margins (HHAI, Figure 7)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import column_name, row_name
from topomaps.figures.map_panels import (
    add_color_bar,
    draw_group,
    frame,
    map_axes,
    name_column,
)
from topomaps.figures.shown_inputs import draw_input
from topomaps.figures.style import FRAMES, cell_width, letters, wrapped

BESIDE = 1.25  # inches: names of rows, and the colour bar


def plot_confusion(maps, shown, framed, suspected):
    """Show the map of each cell, true classes in rows, predicted ones in columns.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`, groups by cell of the confusion matrix.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
    framed : sequence of (true class, predicted class)
    suspected : {"test", "train"}
        Decides on the colour of the frames.

    Returns
    -------
    matplotlib.figure.Figure
    """
    classes = list(dict.fromkeys(maps["columns"]))
    n = len(classes)
    cell = cell_width(n + 1, BESIDE, 0.85)
    figure = plt.figure(figsize=(cell * (n + 1) + 0.7, cell * (n + 1) + 0.3))
    grid = figure.add_gridspec(
        n + 1, n + 1, wspace=0.02, hspace=0.02, left=0.05, right=0.92, top=0.94, bottom=0.01
    )
    for number, name in enumerate(classes, start=1):
        example = _example_of(maps, name)
        top = map_axes(figure, grid[0, number])
        name_column(top, column_name(name), cell)
        left = map_axes(figure, grid[number, 0])
        left.set_ylabel(wrapped(row_name(name), letters(cell)), rotation=0, ha="right", va="center")
        for axes in (top, left):
            draw_input(axes, shown, example)
    all_axes = []
    for group, place in enumerate(zip(maps["rows"], maps["columns"], strict=True)):
        row, column = (classes.index(name) + 1 for name in place)
        axes = map_axes(figure, grid[row, column])
        draw_group(axes, maps, group, below=False)
        if place in framed:
            frame(axes, FRAMES[suspected])
        all_axes.append(axes)
    figure.text(0.5, 0.985, "predicted class", ha="center", va="top")
    figure.text(0.005, 0.47, "true class", rotation=90, ha="left", va="center")
    add_color_bar(figure, all_axes, maps, cax=figure.add_axes((0.935, 0.3, 0.01, 0.4)))
    return figure


def _example_of(maps, name):
    """An input of the class: correctly classified if there is one."""
    of_class = np.flatnonzero((maps["rows"] == name) & (maps["counts"] > 0))
    correct = of_class[maps["columns"][of_class] == name]
    return maps["examples"][[*correct, *of_class][0]] if of_class.size else -1
