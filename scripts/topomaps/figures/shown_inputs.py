"""Inputs in figures, each kind in its own way: a picture, shaded words, or a spectrogram."""

import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from topomaps.data.kinds import SOUND, TEXT
from topomaps.figures.style import CUT_OFF, SMALL, WIDE, letters, shortened

SHADE = "tab:orange"
DARKEST = 0.7  # of a shade that words can be read on
LINE_HEIGHT = 1.45  # font sizes
NAMED_WIDTH = 0.4  # inches, the least of a sound with its name
LONGEST = 400  # characters of a text that are looked at
RIGHT_TO_LEFT = ("R", "AL")
POINTS = 72  # in an inch


class Word(NamedTuple):
    """A piece of a text that stays on one line.

    Attributes
    ----------
    text : str
    shade : float
        Between 0 and 1.
    spaced : bool
        Whether a blank comes before it.
    marked : bool
        Whether it is the token that is the input.
    """

    text: str
    shade: float = 0.0
    spaced: bool = True
    marked: bool = False


def words_of(text, places=(), shades=(), chosen=-1):
    """Words of a text, each with the largest shade of its tokens.

    Parameters
    ----------
    text : str
    places : array-like of int, shape (k, 2)
        Where its tokens begin and end.
    shades : sequence of float, length k
    chosen : int
        Token that is the input, -1 for none.

    Returns
    -------
    list of Word
        Characters of scripts without blanks are words of their own.
    """
    of_character = np.zeros(len(text))
    marked = np.zeros(len(text), dtype=bool)
    for token, ((start, end), shade) in enumerate(zip(places, shades, strict=True)):
        of_character[start:end] = np.maximum(of_character[start:end], shade)
        marked[start:end] |= token == chosen
    words, spaced = [], False
    for start, end in _pieces(text[:LONGEST]):
        if text[start:end].isspace():
            spaced = True
            continue
        shade, is_marked = of_character[start:end].max(), bool(marked[start:end].any())
        words.append(Word(text[start:end], shade, spaced, is_marked))
        spaced = False
    return words + [Word(CUT_OFF)] * (len(text) > LONGEST)


def _pieces(text):
    """Yield where the blanks, the words and the wide characters of a text begin and end."""
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and _is_within(text[place - 1], text[place]):
            continue
        yield start, place
        start = place


def _is_within(before, after):
    """Whether two characters belong to the same piece."""
    if before.isspace() or after.isspace():
        return before.isspace() and after.isspace()
    return unicodedata.combining(after) > 0 or not {*map(_width, (before, after))} & {*WIDE}


def _width(character):
    return unicodedata.east_asian_width(character)


def is_right_to_left(text):
    """Whether the first letter that has a direction goes from right to left."""
    directions = map(unicodedata.bidirectional, text)
    return next((each in RIGHT_TO_LEFT for each in directions if each in ("L", *RIGHT_TO_LEFT)),
                False)  # fmt: skip


def lines_of(words, width, size, n_lines):
    """Words in lines of a width in points; what has no room is cut off.

    Returns
    -------
    list of list of (Word, float)
        Each word with the place where it begins, from the start of its line, in points.
    """
    lines, place = [[]], 0.0
    for word in words:
        blank = size * 0.3 if word.spaced and lines[-1] else 0.0
        length = text_width(word.text, size)
        if lines[-1] and place + blank + length > width:
            if len(lines) == n_lines:
                lines[-1][-1] = (Word(CUT_OFF), lines[-1][-1][1])
                break
            lines.append([])
            place = blank = 0.0
        lines[-1].append((word, place + blank))
        place += blank + length
    return lines


def text_width(text, size):
    """Width of a text in points."""
    font = FontProperties(size=size)
    return TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]


def draw_words(axes, words, width, *, size=SMALL, n_lines=2, top=0.0):
    """Draw words in lines from the upper left corner of axes, or from that where they begin.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    words : list of Word
    width : float
        Of a line, in inches.
    size : float
        Of the font, in points.
    n_lines : int
        Lines at most.
    top : float
        Points from the upper edge.

    Returns
    -------
    float
        Points from the upper edge below the words.
    """
    points = POINTS * width
    from_right = is_right_to_left(" ".join(word.text for word in words))
    lines = lines_of(words, points, size, n_lines)
    for number, line in enumerate(lines):
        for word, place in line:
            x = points - place if from_right else place
            box = {"facecolor": SHADE, "alpha": DARKEST * word.shade, "linewidth": 0, "pad": 0.6}
            if word.marked:
                box |= {"linewidth": 0.8, "edgecolor": "black"}
            axes.annotate(
                word.text, (0, 1), (x, -top - LINE_HEIGHT * size * number), fontsize=size,
                xycoords="axes fraction", textcoords="offset points", va="top",
                ha="right" if from_right else "left", bbox=box, annotation_clip=False,
            )  # fmt: skip
    return top + LINE_HEIGHT * size * len(lines)


def list_texts(axes, entries, width, *, size=SMALL, n_lines=2):
    """Draw texts below each other, a caption before each.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Their frame and ticks are taken away.
    entries : list of (str, list of Word)
        Caption and words.
    width, size, n_lines
        As of `draw_words`.
    """
    axes.set_axis_off()
    top = 0.0
    for caption, words in entries:
        axes.annotate(
            caption, (0, 1), (0, -top), xycoords="axes fraction", textcoords="offset points",
            va="top", fontsize=size, color="0.4", annotation_clip=False,
        )  # fmt: skip
        below = top + LINE_HEIGHT * size
        top = draw_words(axes, words, width, size=size, n_lines=n_lines, top=below) + 0.4 * size


def draw_input(axes, shown, index, width=0.7):
    """Show an input in the unit square; nothing for index -1, or where inputs are not shown.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shown
        As of `topomaps.activations.shown_inputs.open_shown_inputs`.
    index : int
    width : float
        Of the axes in inches.
    """
    if shown is None or index < 0:
        return
    if shown.kind == TEXT:
        draw_words(axes, words_of(shown[index]), width, n_lines=5)
        return
    if shown.kind == SOUND:
        draw_sound(axes, shown, index, width)
        return
    axes.imshow(shown[index], extent=(0.1, 0.9, 0.1, 0.9), interpolation="nearest", cmap="gray_r")


def draw_sound(axes, shown, index, width=0.7):
    """Draw the spectrogram of a sound in the unit square, below its name and length.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shown : topomaps.activations.shown_inputs.ShownSounds
    index : int
    width : float
        Of the axes in inches; longer names lose letters in their middle, and where there is no
        room for any, there are none.
    """
    is_named = width >= NAMED_WIDTH
    name = shortened(PurePosixPath(shown.name(index)).stem, letters(width))
    axes.imshow(
        shown[index], extent=(0, 1, 0, 0.6 if is_named else 1), cmap="gray", vmin=0, vmax=255,
        interpolation="nearest", aspect="auto",
    )  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1), box_aspect=1)
    if is_named:
        words = f"{name}\n{shown.length(index)}"
        text = axes.text(0.5, 0.64, words, ha="center", va="bottom")
        text.set_in_layout(False)  # else it would make the maps smaller
