"""Maps of correctly and wrongly classified inputs, the suspicious pair framed (HHAI, Figure 5)."""

import matplotlib.pyplot as plt
import numpy as np
from scipy.cluster.hierarchy import dendrogram

from topomaps.common.reader_names import column_name, row_name
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
from topomaps.figures.style import FRAMES, cell_width
from topomaps.maps.ordering import column_order, group_linkage

OUTCOMES = ("correct", "wrong")
MAX_CLASSES = 12
TREE, WORDS = 0.4, 0.2  # inches: dendrogram; number of inputs below a map
INPUT = 0.7  # share of the width of a class
LEFT, RIGHT, BAR = 0.35, 1.05, 0.1  # inches: margins, and width of the colour bar


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
        Of more than twelve classes, those that are framed and those with the most wrong inputs.
    """
    rows, names = maps["rows"], maps["columns"]
    groups = {place: index for index, place in enumerate(zip(rows, names, strict=True))}
    classes, chosen = shown_classes(maps, [name for _, name in framed], rows == "wrong")
    classes = [name for name in np.array(list(dict.fromkeys(names)))[
        column_order(maps["naps"], names)] if name in classes]  # fmt: skip
    n = len(classes)
    cell = cell_width(n, LEFT + RIGHT)
    # Dendrogram, names of the classes, inputs, maps, maps, inputs.
    picture, field = INPUT * cell, cell + WORDS
    heights = [TREE, name_height(map(column_name, classes), cell), picture, field, field, picture]
    width, height = cell * n + LEFT + RIGHT, sum(heights) + 0.2 + LINE_INCHES * len(chosen)
    figure = plt.figure(figsize=(width, height))
    figure.suptitle("".join(chosen), y=0.99)
    grid = figure.add_gridspec(
        len(heights), n, height_ratios=heights, wspace=0, hspace=0, left=LEFT / width,
        right=1 - RIGHT / width, top=(sum(heights) + 0.1) / height, bottom=0.1 / height,
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
            axes.set_anchor("N")
            draw_group(axes, maps, group)
            if column == 0:
                axes.set_ylabel(row_name(outcome))
            if (outcome, name) in framed:
                frame(axes, FRAMES[suspected])
            all_axes.append(axes)
    bar = figure.add_axes((1 - (RIGHT - BAR) / width, 0.3, BAR / width, 0.4))
    add_color_bar(figure, all_axes, maps, cax=bar)
    return figure


def shown_classes(maps, framed, is_wrong):
    """Classes of a figure in their order, and which ones they are, in a list of words or of none.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    framed : sequence of str
        Classes that are shown in any case.
    is_wrong : ndarray of bool, shape (G,)
        Groups of wrong inputs, whose number decides where there are more than `MAX_CLASSES`.

    Returns
    -------
    classes : list of str
    words : list of str
    """
    names = maps["columns"]
    classes = list(dict.fromkeys(names))
    if len(classes) <= MAX_CLASSES:
        return classes, []
    n_wrong = [maps["counts"][is_wrong & (names == name)].sum() for name in classes]
    first = [(name not in framed, -n) for name, n in zip(classes, n_wrong, strict=True)]
    kept = sorted(range(len(classes)), key=first.__getitem__)[:MAX_CLASSES]
    words = f"{MAX_CLASSES} of {len(classes)} classes, those with the most errors"
    return [classes[index] for index in sorted(kept)], [words]


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
