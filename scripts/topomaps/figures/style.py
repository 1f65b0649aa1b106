"""Look of all figures, and how they are written."""

import re
import unicodedata
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.font_manager import get_font_names

from topomaps.common.files import replacing
from topomaps.layouts.methods import BASE_METHODS, BASELINE, SORTED

COLUMN_WIDTH, PAGE_WIDTH = 3.45, 7.1  # inches: one column of a journal, and two
MAX_COLUMNS = 12  # of maps, below which a few words have room
SHORT = 2  # letters of names that stand upright below each other
LETTERS_PER_INCH = 16  # of the smallest type
CUT_OFF = "…"
WIDE = ("W", "F")  # characters of scripts without blanks between words
IDEOGRAPHS = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
LINE_ENDS = re.compile(
    rf"(?<= )|(?<=[_/])(?![ _/])|(?<=\w\.)(?=[^\W\d])|(?<=[{IDEOGRAPHS}])(?! )|(?=[{IDEOGRAPHS}])"
)
SMALL, LARGE = 7, 8  # points: the least type that is read in print, and that of titles
MEASURES = {
    "blur_mse": ("Gaussian blur", "radius of the blur in px"),
    "resize_mse": ("resizing", "size after downscaling in px"),
}
FRAMES = {"test": "tab:green", "train": "tab:purple"}  # of what hints at wrong labels

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
    "savefig.pad_inches": 0.02,
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


def in_lines(n, largest=MAX_COLUMNS):
    """In how many lines so many maps stand, and how many are in each, where there is room."""
    n_lines = max(1, -(-n // largest))
    return n_lines, max(1, -(-n // n_lines))


def turned(names):
    """Degrees by which names below an axis are turned: single digits need no turn."""
    return 90 if max(map(text_letters, map(str, names)), default=0) > SHORT else 0


def text_letters(text):
    """Width of a text in letters of the Latin script; those of Chinese or Japanese count two."""
    is_wide = [unicodedata.east_asian_width(each) in WIDE for each in text]
    return len(text) + sum(is_wide) - sum(map(bool, map(unicodedata.combining, text)))


def shortened(text, n_letters):
    """A text without letters of its middle, where names differ least, if it is longer."""
    if text_letters(text) <= n_letters:
        return text
    head, tail = text, text
    while text_letters(head) > n_letters // 2:
        head = head[:-1]
    while text_letters(tail) > (n_letters - 1) // 2:
        tail = tail[1:]
    return f"{head.rstrip()}{CUT_OFF}{tail.lstrip()}"


def all_shortened(names, n_letters):
    """Names that are shortened without becoming alike: where they would, what all share goes."""
    short = [shortened(each, n_letters) for each in names]
    if len(set(short)) == len(set(names)):
        return short
    start = _n_shared(names)
    end = _n_shared([each[start:][::-1] for each in names])
    middles = [each[start : len(each) - end] for each in names]
    return [shortened(f"{CUT_OFF}{each}{CUT_OFF}", n_letters) for each in middles]


def _n_shared(names):
    """How many letters at their beginning all names share."""
    places = zip(*names, strict=False)
    return next((n for n, letters in enumerate(places) if len(set(letters)) > 1), 0)


def wrapped(text, width, n_lines=None):
    """A text in lines of `width` letters, at most `n_lines`, for which it loses its middle.

    Lines end between words, behind an underscore or a slash, or before a name behind a full stop,
    as names of layers and files have them; and anywhere in scripts without blanks.
    """
    text = " ".join(str(text).split())
    for n_letters in range((n_lines or 0) * width, width, -1):  # less than all: lines end early
        lines = _in_lines(shortened(text, n_letters), width)
        if len(lines) <= n_lines:
            return "\n".join(lines)
    return "\n".join(_in_lines(shortened(text, width) if n_lines else text, width))


def _in_lines(text, width):
    """Lines of a text, filled one after the other; words that are longer than a line are broken."""
    lines = [""]
    for piece in LINE_ENDS.split(text):
        if lines[-1] and text_letters((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        for letter in piece:
            if text_letters((lines[-1] + letter).rstrip()) > width:
                lines.append("")
            lines[-1] += letter
    return [line.rstrip() for line in lines]


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


def decimals(value, n_digits=2):
    """A number with so many digits behind the point and a minus as long as a digit, none at 0."""
    text = f"{value:.{n_digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def short_number(value):
    """A positive number to two digits, in plain writing where it is not very small or large."""
    if value and not 1e-4 <= value < 1e6:
        return f"{value:.1e}"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")
