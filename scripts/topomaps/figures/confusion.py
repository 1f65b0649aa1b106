"""Maps in the places of the confusion matrix, example inputs on the margins (HHAI, Figure 7)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import column_name, row_name
from topomaps.figures.label_errors import shown_classes
from topomaps.figures.map_panels import (
    LINE_INCHES,
    add_color_bar,
    draw_group,
    frame,
    map_axes,
    name_column,
    name_height,
)
from topomaps.figures.shown_inputs import draw_input
from topomaps.figures.style import FRAMES, LETTERS_PER_INCH, cell_width, text_letters, wrapped

AXIS, RIGHT, BAR = 0.22, 1.05, 0.1  # inches: name of an axis; right margin; colour bar
ROW_LETTERS = 14  # in a line of the name of a row


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
        Of more than twelve classes, those that are framed and those with the most errors.
    """
    is_wrong = maps["rows"] != maps["columns"]
    classes, chosen = shown_classes(maps, [name for pair in framed for name in pair], is_wrong)
    n = len(classes)
    left = AXIS + max(
        text_letters(each) for name in classes for each in _row_name(name).split("\n")
    ) / (LETTERS_PER_INCH)
    cell = cell_width(n + 1, left + RIGHT, 0.85)
    above = AXIS + name_height(map(column_name, classes), cell) + LINE_INCHES * len(chosen)
    width, height = cell * (n + 1) + left + RIGHT, cell * (n + 1) + above
    figure = plt.figure(figsize=(width, height))
    grid = figure.add_gridspec(
        n + 1, n + 1, wspace=0.02, hspace=0.02, left=left / width, right=1 - RIGHT / width,
        top=1 - above / height, bottom=0.01,
    )  # fmt: skip
    for number, name in enumerate(classes, start=1):
        example = _example_of(maps, name)
        top = map_axes(figure, grid[0, number])
        name_column(top, column_name(name), cell)
        left_axes = map_axes(figure, grid[number, 0])
        left_axes.set_ylabel(_row_name(name), rotation=0, ha="right", va="center")
        for axes in (top, left_axes):
            draw_input(axes, shown, example)
    all_axes = []
    for group, place in enumerate(zip(maps["rows"], maps["columns"], strict=True)):
        if not {*place} <= {*classes}:
            continue
        row, column = (classes.index(name) + 1 for name in place)
        axes = map_axes(figure, grid[row, column])
        draw_group(axes, maps, group, below=False)
        if place in framed:
            frame(axes, FRAMES[suspected])
        all_axes.append(axes)
    middle = (left + cell * (1 + n / 2)) / width
    figure.text(middle, 1 - 0.03 / height, "\n".join([*chosen, "predicted class"]), ha="center",
                va="top")  # fmt: skip
    figure.text(0.03 / width, 0.47, "true class", rotation=90, ha="left", va="center")
    bar = figure.add_axes((1 - (RIGHT - BAR) / width, 0.3, BAR / width, 0.4))
    add_color_bar(figure, all_axes, maps, cax=bar)
    return figure


def _row_name(name):
    return wrapped(row_name(name), ROW_LETTERS, 2)


def _example_of(maps, name):
    """An input of the class: correctly classified if there is one."""
    of_class = np.flatnonzero((maps["rows"] == name) & (maps["counts"] > 0))
    correct = of_class[maps["columns"][of_class] == name]
    return maps["examples"][[*correct, *of_class][0]] if of_class.size else -1
