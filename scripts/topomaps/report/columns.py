"""Columns of a table as people read them: which cells of the file each one is made of, and how."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from topomaps.common.probabilities import holm_p, least_p, written_p
from topomaps.common.reader_names import class_name, group_name, layer_name, method_name

DIGITS = 3
SMALLEST = 1e-4  # smaller numbers are written with a power of ten
MISSING = "–"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Column(NamedTuple):
    """A column that is shown.

    Attributes
    ----------
    title : str
        In words.
    sources : tuple of str
        Columns of the file that it is made of; it is left out where one of them is missing.
    write : callable
        Gives the cell from the texts of these.
    is_number : bool
        Whether cells are aligned on the right.
    """

    title: str
    sources: tuple
    write: Callable
    is_number: bool = True


def text(source, title):
    """A column of names or sentences, as they stand."""
    return Column(title, (source,), str, is_number=False)


def group(source, title):
    """A column of groups, by their names for readers."""
    return Column(title, (source,), lambda cell: group_name(cell) if cell else "", is_number=False)


def of_class(source, title):
    """A column of classes, by their names for readers."""
    return Column(title, (source,), lambda cell: class_name(cell) if cell else "", is_number=False)


def layer(source="layer", title="layer"):
    """A column of layers, by their names for readers."""
    return Column(title, (source,), layer_name, is_number=False)


def method(source="method", title="method"):
    """A column of layout methods, by their names for readers."""
    return Column(title, (source,), method_name, is_number=False)


def words(source, title, known):
    """A column of codes, each by the words that are `known` of it (dict), else as it stands."""
    return Column(title, (source,), lambda cell: known.get(cell, cell), is_number=False)


def joined(sources, title, join):
    """A column of text that a function makes of several cells."""
    return Column(title, tuple(sources), join, is_number=False)


def number(source, title):
    """A column of numbers, rounded to three digits."""
    return Column(title, (source,), partial(_written, write=written_number))


def count(source, title):
    """A column of whole numbers."""
    return Column(title, (source,), partial(_written, write=written_count))


def percent(source, title):
    """A column of shares, in percent."""
    return Column(title, (source,), partial(_written, write=written_percent))


def interval(low, high, title):
    """A column of two ends."""
    return Column(title, (low, high), partial(_ends, factor=1, unit=""))


def percent_interval(low, high, title):
    """A column of the two ends of an interval of shares, in percent."""
    return Column(title, (low, high), partial(_ends, factor=100, unit=" %"))


def p_value(source, title="p", least="least_p"):
    """A column of p, a bound where it is the smallest that the file says is possible."""
    return Column(title, (source, least), lambda p, least: written_p(_number(p), _known(least)))


def p_of_draws(source, draws, title="p"):
    """The same, where the file says how many permutations or other draws there were."""

    def write(p, n):
        return written_p(_number(p), least_p(_known(n)) if _known(n) else 0.0)

    return Column(title, (source, draws), write)


def p_without_least(source, title="p"):
    """A column of p that no permutations bound."""
    return Column(title, (source,), lambda p: written_p(_number(p)))


def p_by_holm(corrected="p_holm", source="p", least="least_p"):
    """A column of p after Holm's correction, a bound where the p that it was made from is one."""

    def write(*cells):
        corrected, p, least = map(_number, cells)
        return holm_p(corrected, p, 0.0 if np.isnan(least) else least)

    return Column("p (Holm)", (corrected, source, least), write)


def written_number(value):
    """A number in three digits, without an exponent where it is not tiny: 1,230; 0.0331."""
    if np.isnan(value):
        return MISSING
    value = value or 0.0  # 0 has no sign
    size = abs(value)
    if size >= 10**DIGITS:
        text = f"{value:,.0f}"
    elif 0 < size < SMALLEST:
        mantissa, power = f"{value:.{DIGITS - 1}e}".split("e")
        text = f"{mantissa} × 10{str(int(power)).translate(_RAISED)}"
    else:
        text = np.format_float_positional(float(f"{value:.{DIGITS}g}"), trim="-")
    return text.replace("-", "−")


def written_count(value):
    """A whole number, thousands apart."""
    return MISSING if np.isnan(value) else f"{value:,.0f}".replace("-", "−")


def written_percent(value):
    """A share in percent."""
    return MISSING if np.isnan(value) else f"{written_number(100 * value)} %"


def _number(cell):
    return float(cell) if cell else np.nan


def _known(cell):
    """A number that is 0 where nothing is said."""
    return float(cell) if cell else 0.0


def _written(cell, write):
    return write(_number(cell))


def _ends(low, high, factor, unit):
    if not low or not high:
        return MISSING
    ends = (written_number(factor * float(each)) for each in (low, high))
    return f"{' to '.join(ends)}{unit}"
