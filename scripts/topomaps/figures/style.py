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

COLUMN_WIDTH, PAGE_WIDTH = 3.45, 7.1  # inches: one column of a journal, and two
SHORT = 2  # letters of names that stand upright below each other
LETTERS_PER_INCH = 16  # of the smallest type
SMALL, LARGE = 7, 8  # points: the least type that is read in print, and that of titles
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
CONDITIONS = {"layout": "same NAPs, new layouts", "naps": "resampled inputs"}

# Of scripts that matplotlib's own font lacks; those that are installed are used.
FURTHER_FONTS = (
    "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "IPAGothic", "Unifont", "Arial Unicode MS", "Hiragino Sans",
    "Microsoft YaHei",
)  # fmt: skip

LOOK: dict[Any, Any] = {
    "font.family": ["sans-serif", *(name for name in FURTHER_FONTS if name in get_font_names())],
    "font.size": SMALL,
    "text.parse_math": False,  # names of groups, layers and files are no formulas
    "axes.titlesize": SMALL,
    "figure.titlesize": LARGE,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.dpi": 100,
    "savefig.dpi": 300,
    "pdf.fonttype": 42,
    "svg.hashsalt": "topomaps",
}

matplotlib.use("agg")
plt.rcParams.update(LOOK)


def letters(inches):
    """How many letters of the smallest type have room in a line, on average."""
    return max(4, int(inches * LETTERS_PER_INCH))


def cell_width(n_columns, beside=0.0, largest=1.0):
    """Inches of one of so many columns on a page, `beside` what stands next to them."""
    return min(largest, (PAGE_WIDTH - beside) / n_columns)


def turned(names):
    """Degrees by which names below an axis are turned: single digits need no turn."""
    return 90 if max(map(len, map(str, names)), default=0) > SHORT else 0


def wrapped(text, width):
    """A text in lines of `width` characters, broken between words or behind an underscore."""
    mark = "_\0"
    return fill(text.replace("_", f"{mark} "), width).replace(f"{mark} ", "_").replace(mark, "_")


def method_color(method):
    """Colour of a method; a hybrid has that of the method it starts from, the baseline is grey."""
    names = [*BASE_METHODS, "PSO"]
    palette = dict(zip(names, sns.color_palette("colorblind", len(names)), strict=True))
    palette |= {BASELINE: (0.55, 0.55, 0.55), SORTED: (0.0, 0.0, 0.0)}
    return palette[method.removesuffix("_PSO") or "PSO"]


def method_line(method):
    """Style of the line of a method: broken where the swarm has not spread its neurons."""
    return "--" if method in (*BASE_METHODS, BASELINE) else "-"


def save_figure(figure, png, pdf):
    """Write a figure as PNG and PDF without dates, so that equal figures are equal bytes."""
    for path, form, metadata in ((png, "png", {}), (pdf, "pdf", {"CreationDate": None})):
        with replacing(path) as temporary:
            figure.savefig(temporary, format=form, metadata=metadata, bbox_inches="tight")
    plt.close(figure)


def short_number(value):
    """A positive number to two digits, in plain writing where it is not very small or large."""
    if value and not 1e-4 <= value < 1e6:
        return f"{value:.1e}"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")
