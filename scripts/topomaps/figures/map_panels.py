"""Maps and neurons in the axes of a figure, with frames, outlines and colour bars."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from scipy.ndimage import distance_transform_edt
from scipy.spatial import ConvexHull

from topomaps.figures.canvas import color_map
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    SHORT,
    SMALL,
    letters,
    text_letters,
    wrapped,
)
from topomaps.maps.rendering import OUTSIDE
from topomaps.maps.triangulation import triangulate

OUTLINE = "0.6"
ORDER = "similar groups side by side"
LIMIT_WIDTH = 20  # letters of a line beside a colour bar, which is as long as a map
LIMITS = -0.03, 1.03  # of axes, around the unit square
RIM = "0.7"
MAX_LINES, UPRIGHT_WIDTH = 3, 24  # of names of columns
LINE_INCHES = 0.13
EXTENT = (-0.005, 1.005, -0.005, 1.005)  # the points of a map are the middles of its pixels


def map_axes(figure, grid_cell, title=""):
    """Axes for a map: square, without ticks and frame."""
    axes = figure.add_subplot(grid_cell)
    axes.set(xlim=LIMITS, ylim=LIMITS, aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.set_title(title)
    return axes


def name_column(axes, name, inches):
    """Write the name of a column above its map, upright where it needs more than three lines."""
    lines, is_upright = _name_lines(name, inches)
    axes.set_title(lines, rotation=90 * is_upright)


def name_height(names, inches):
    """Inches that the names of columns need above their maps."""
    heights = [0.0]
    for lines, is_upright in (_name_lines(name, inches) for name in names):
        longest = max(map(text_letters, lines.split("\n"))) / LETTERS_PER_INCH
        heights.append(longest + LINE_INCHES if is_upright else lines.count("\n") * LINE_INCHES)
    return LINE_INCHES + max(heights)


def _name_lines(name, inches):
    """A name in lines, and whether they stand upright: no more than have room side by side."""
    lines = wrapped(name, letters(inches))
    if lines.count("\n") < MAX_LINES:
        return lines, False
    return wrapped(name, UPRIGHT_WIDTH, max(1, min(2, int(inches / LINE_INCHES)))), True


def name_row(axes, name, inches, *words):
    """Write the name of a row beside its map, and below it `words`, each in a line.

    Short names without words stand as they are read, others along the map of so many inches.
    """
    name = str(name)
    if text_letters(name) <= SHORT and not words:
        axes.set_ylabel(name, rotation=0, ha="right", va="center")
        return
    n_lines = max(1, MAX_LINES - len(words))
    axes.set_ylabel("\n".join([wrapped(name, letters(inches), n_lines), *words]))


def draw_map(axes, image, positions=None):
    """Show a map image (size, size, 3) in the unit square.

    With the `positions` (N, 2) of its neurons, it ends at their hull, drawn as a line: its own rim
    follows the points that it was interpolated at, in steps. Without them it is shown as it is, as
    scores see it.
    """
    if positions is None:
        axes.imshow(image, extent=(0, 1, 0, 1), interpolation="nearest")
        return
    hull = positions[ConvexHull(positions).vertices]
    rim = PathPatch(
        Path(np.vstack([hull, hull[:1]]), closed=True), transform=axes.transData, facecolor="none",
        edgecolor=RIM, linewidth=0.4,
    )  # fmt: skip
    axes.add_patch(rim)
    shown = axes.imshow(_continued(image), extent=EXTENT, interpolation="bilinear")
    shown.set_clip_path(rim)
    axes.set(xlim=LIMITS, ylim=LIMITS)  # which imshow has changed


def _continued(image):
    """The image with the nearest colour wherever there is none."""
    is_outside = (image == OUTSIDE).all(axis=2)
    if is_outside.all():
        return image
    nearest = distance_transform_edt(is_outside, return_distances=False, return_indices=True)
    return image[tuple(nearest)]


def outline_neurons(axes, positions, members):
    """Line half way between some neurons and those around them, closed at the rim of the map.

    `members` are their numbers, or a truth value for each of the N neurons.
    """
    values = np.zeros(len(positions))
    values[members] = 1
    triangles, first = triangulate(positions)
    n_there = np.bincount(first, minlength=len(first))
    values = np.bincount(first, values, len(first)) / np.maximum(n_there, 1)
    lines = axes.tricontourf(*np.asarray(positions).T, triangles, values, levels=[0.5, 2])
    lines.set(facecolor="none", edgecolor="black", linewidth=0.8)


def draw_neurons(axes, positions, values, limit, size=6):
    """Show the neurons of a layout as dots in the colours of their values."""
    limit = limit or 1.0  # all values are zero then, and any limit paints them white
    order = np.argsort(np.abs(values), kind="stable")  # the strongest on top
    axes.scatter(
        *positions[order].T, s=size, c=values[order], cmap=color_map(), vmin=-limit, vmax=limit,
        edgecolors=OUTLINE, linewidths=0.3,
    )  # fmt: skip


def draw_group(axes, maps, group, count=True, below=True):
    """Show the map of a group, or mark that it is empty.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    maps : dict
        Arrays of `render_maps`; `counts` may be -1 where the numbers of inputs are not known.
    group : int
    count : bool
        Whether the number of inputs is written.
    below : bool
        Whether it stands below the map, or in its corner.
    """
    n = maps["counts"][group]
    if not n:
        mark_empty(axes, "no inputs" if below else "")
        return
    draw_map(axes, maps["images"][group], maps["positions"])
    if n < 0:  # not known
        return
    if count and below:
        axes.set_xlabel(f"n = {n}", labelpad=2)
    elif count:
        axes.text(1, 0, n, ha="right", va="bottom", color="0.4")


def frame(axes, color):
    """Draw a frame around a map, above the axes beside it."""
    axes.set_zorder(10)
    axes.add_patch(
        plt.Rectangle(
            (0, 0), 1, 1, transform=axes.transAxes, fill=False, edgecolor=color, linewidth=2.5,
            clip_on=False, zorder=10,
        )
    )  # fmt: skip


def mark_empty(axes, words="no inputs"):
    """Mark a map that there is none of, in words where there is room for them."""
    axes.add_patch(
        plt.Rectangle((0, 0), 1, 1, fill=False, hatch="///", edgecolor="0.8", linewidth=0.5)
    )
    axes.text(0.5, 0.5, words, ha="center", va="center", color="0.4")


def add_color_bar(figure, axes, colors, cax=None, explained=True):
    """Colour bar of the NAP values beside the given axes, or in the axes `cax`.

    `colors` has the value of the strongest colour, `limit`, and the `percentile` that it is of the
    absolute values: below 100, the bar ends in arrows, for values beyond have the last colour. What
    the values are may stand in `quantity`.
    Where the bars of several rows are alike, the figure explains them once, by `explain_colors`.
    """
    limit, is_cut = float(colors["limit"]) or 1.0, colors["percentile"] < 100
    scale = matplotlib.cm.ScalarMappable(plt.Normalize(-limit, limit), color_map())
    place = {"cax": cax} if cax else {"ax": axes, "fraction": 0.02, "pad": 0.01, "shrink": 0.8}
    bar = figure.colorbar(scale, extend="both" if is_cut else "neither", **place)
    words = [wrapped(each, LIMIT_WIDTH) for each in limit_words(colors) if explained]
    quantity = str(colors["quantity"]) if "quantity" in colors else "NAP value"
    bar.set_label("\n".join([wrapped(quantity, LIMIT_WIDTH), *words]), fontsize=SMALL)
    bar.outline.set_visible(False)


def explain_colors(figure, colors, *words):
    """Say below a figure of several bars where their colours end, and what else is to be said."""
    figure.supxlabel("; ".join([*limit_words(colors), *words]), fontsize=SMALL)


def limit_words(colors):
    """Which percentile the colours end at, as a list of one line, or of none if it is 100."""
    percentile = float(colors["percentile"])
    return [f"colours end at percentile {percentile:g} of |NAP|"] if percentile < 100 else []
