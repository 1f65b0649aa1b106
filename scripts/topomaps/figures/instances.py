"""Maps of single inputs below those of groups, each with its picture or its words."""

from typing import NamedTuple

import numpy as np

from topomaps.common.reader_names import class_name
from topomaps.figures.map_panels import add_color_bar, draw_map, map_axes
from topomaps.figures.shown_inputs import draw_input
from topomaps.figures.style import SMALL, wrapped

CORNER = (0.0, 0.0, 0.27, 0.27)  # of a map, which the disc of its neurons leaves free
LINE = 16  # letters below a map
BELOW = 0.6  # inches of words above and below a map


class Instances(NamedTuple):
    """Single inputs that are shown on the layout of groups.

    Attributes
    ----------
    rows : list of int
        Their numbers.
    names, words : list of str
        What they are called, and what is known of them.
    images : ndarray of uint8, shape (I, size, size, 3)
        Their maps.
    positions : ndarray, shape (N, 2)
        Of the neurons.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
    colors : dict
        As of `topomaps.figures.map_panels.add_color_bar`.
    """

    rows: list
    names: list
    words: list
    images: np.ndarray
    positions: np.ndarray
    shown: object
    colors: dict


def draw_instances(figure, grid, first, width, instances):
    """Draw maps of single inputs in the lines of a grid from the first one on.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    grid : matplotlib.gridspec.GridSpec
    first, width : int
        Line of the grid that they begin at, and maps in a line.
    instances : Instances
    """
    drawn, n_lines = [], -(-len(instances.rows) // width)
    for number, row in enumerate(instances.rows):
        line, place = divmod(number, width)
        axes = map_axes(figure, grid[first + line, place])
        draw_map(axes, instances.images[number], instances.positions)
        axes.set_title(wrapped(instances.names[number], LINE))
        axes.set_xlabel(wrapped(instances.words[number], LINE), fontsize=SMALL, labelpad=5)
        corner = axes.inset_axes(CORNER)
        corner.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
        corner.set_axis_off()
        draw_input(corner, instances.shown, row, 0.3)
        drawn.append(axes)
    for number in range(len(drawn), n_lines * width):  # so that the bar stands where others do
        line, place = divmod(number, width)
        drawn.append(map_axes(figure, grid[first + line, place]))
    add_color_bar(figure, drawn, instances.colors)


def instance_words(known, row):
    """Label and predicted class of an input, as far as they are known."""
    pairs = (
        ("label", known.labels, known.class_names),
        ("predicted", known.predictions, known.prediction_names),
    )
    return ", ".join(
        f"{word} {class_name(names[codes[row]])}"
        for word, codes, names in pairs
        if codes is not None and codes[row] >= 0
    )
