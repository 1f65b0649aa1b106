"""Look of all figures, and how they are written."""

from textwrap import fill
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.font_manager import get_font_names

from topomaps.common.files import replacing
from topomaps.layouts.methods import BASE_METHODS, BASELINE, SORTED

COLOR_MAP = "bwr"
OUTLINE = "0.6"
MEASURES = {
    "blur_mse": ("Gaussian blur", "radius of the blur in px"),
    "resize_mse": ("resizing", "size after downscaling in px"),
}
FAITHFULNESS = {
    "trustworthiness_5": "trustworthiness, k = 5",
    "trustworthiness_10": "trustworthiness, k = 10",
    "neighbor_preservation_5": "preserved neighbours, k = 5",
    "neighbor_preservation_10": "preserved neighbours, k = 10",
}
ARITHMETICS = {"float": "floating point", "uint8": "8-bit arithmetic of the published code"}
FRAMES = {"test": "tab:green", "train": "tab:purple"}  # of what hints at wrong labels
LIMIT_WIDTH = 20  # letters of a line beside a colour bar, which is as long as a map
CONDITIONS = {"layout": "same NAPs, new layouts", "naps": "resampled inputs"}

# Of scripts that matplotlib's own font lacks; those that are installed are used.
FURTHER_FONTS = (
    "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "IPAGothic", "Unifont", "Arial Unicode MS", "Hiragino Sans",
    "Microsoft YaHei",
)  # fmt: skip

LOOK: dict[Any, Any] = {
    "font.family": ["sans-serif", *(name for name in FURTHER_FONTS if name in get_font_names())],
    "font.size": 8,
    "text.parse_math": False,  # names of groups, layers and files are no formulas
    "axes.titlesize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "pdf.fonttype": 42,
    "svg.hashsalt": "topomaps",
}

matplotlib.use("agg")
plt.rcParams.update(LOOK)


def wrapped(text, width):
    """A text in lines of `width` characters, broken between words or behind an underscore."""
    mark = "_\0"
    return fill(text.replace("_", f"{mark} "), width).replace(f"{mark} ", "_").replace(mark, "_")


def method_color(method):
    """Colour of a method; a hybrid has that of the method it starts from."""
    names = [*BASE_METHODS, "PSO", SORTED]
    palette = dict(zip(names, sns.color_palette("colorblind", len(names)), strict=True))
    return "black" if method == BASELINE else palette[method.removesuffix("_PSO") or "PSO"]


def save_figure(figure, png, pdf):
    """Write a figure as PNG and PDF without dates, so that equal figures are equal bytes."""
    for path, form, metadata in ((png, "png", {}), (pdf, "pdf", {"CreationDate": None})):
        with replacing(path) as temporary:
            figure.savefig(temporary, format=form, metadata=metadata, bbox_inches="tight")
    plt.close(figure)


def map_axes(figure, grid_cell, title=""):
    """Axes for a map: square, without ticks and frame."""
    axes = figure.add_subplot(grid_cell)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.set_title(title)
    return axes


def draw_map(axes, image):
    """Show a map image (size, size, 3) in the unit square."""
    axes.imshow(image, extent=(0, 1, 0, 1), interpolation="nearest")


def draw_neurons(axes, positions, values, limit, size=6):
    """Show the neurons of a layout as dots in the colours of their values."""
    limit = limit or 1.0  # all values are zero then, and any limit paints them white
    order = np.argsort(np.abs(values), kind="stable")  # the strongest on top
    axes.scatter(
        *positions[order].T, s=size, c=values[order], cmap=COLOR_MAP, vmin=-limit, vmax=limit,
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
        mark_empty(axes)
        return
    draw_map(axes, maps["images"][group])
    if n < 0:  # not known
        return
    if count and below:
        axes.set_xlabel(f"n = {n}", fontsize=6, labelpad=5)
    elif count:
        axes.text(1, 0, n, ha="right", va="bottom", fontsize=5, color="0.4")


def frame(axes, color):
    """Draw a frame around a map, above the axes beside it."""
    axes.set_zorder(10)
    axes.add_patch(
        plt.Rectangle(
            (0, 0), 1, 1, transform=axes.transAxes, fill=False, edgecolor=color, linewidth=2.5,
            clip_on=False, zorder=10,
        )
    )  # fmt: skip


def mark_empty(axes):
    """Mark a group without inputs."""
    axes.add_patch(
        plt.Rectangle((0, 0), 1, 1, fill=False, hatch="///", edgecolor="0.8", linewidth=0.5)
    )
    axes.text(0.5, 0.5, "no inputs", ha="center", va="center", color="0.4", fontsize=7)


def add_color_bar(figure, axes, colors, cax=None):
    """Colour bar of the NAP values beside the given axes, or in the axes `cax`.

    `colors` has the value of the strongest colour, `limit`, and the `percentile` that it is of the
    absolute values: below 100, the bar ends in arrows, for values beyond have the last colour.
    """
    limit, is_cut = float(colors["limit"]) or 1.0, colors["percentile"] < 100
    scale = matplotlib.cm.ScalarMappable(plt.Normalize(-limit, limit), COLOR_MAP)
    place = {"cax": cax} if cax else {"ax": axes, "fraction": 0.02, "pad": 0.01, "shrink": 0.8}
    bar = figure.colorbar(scale, extend="both" if is_cut else "neither", **place)
    words = [wrapped(each, LIMIT_WIDTH) for each in limit_words(colors)]
    bar.set_label("\n".join(["NAP value", *words]), fontsize=6 if words else None)
    bar.outline.set_visible(False)


def limit_words(colors):
    """Which percentile the colours end at, as a list of one line, or of none if it is 100."""
    percentile = float(colors["percentile"])
    return [f"colours end at percentile {percentile:g} of |NAP|"] if percentile < 100 else []


def short_number(value):
    """A positive number to two digits, in plain writing where it is not very small or large."""
    if value and not 1e-4 <= value < 1e6:
        return f"{value:.1e}"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")
