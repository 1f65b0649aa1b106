"""Arrays as short texts for a page, and JSON that is safe inside of markup.

Numbers are rounded to the steps of a small integer type, so that the page stays small. A page reads
an array as value = q · scale + offset; one q may stand for what is missing.
"""

import base64
import json

import numpy as np

# What ends or opens markup, or a line of a script, whatever text surrounds it.
ESCAPES = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
LITTLE_ENDIAN = {"uint8": "<u1", "uint16": "<u2", "uint32": "<u4", "float32": "<f4"}


def quantised(values, kind="uint16"):
    """Array of finite numbers and NaN, rounded to the steps of an integer type.

    Parameters
    ----------
    values : array_like of float
    kind : {"uint8", "uint16"}

    Returns
    -------
    dict
        type, shape, scale, offset, missing (the number that stands for NaN), data (base64). Steps
        are equal; 0 is one of them, so that it is kept, and the largest error is half a step.

    Raises
    ------
    ValueError
        If a value is infinite.
    """
    values = np.asarray(values, dtype=np.float64)
    if np.isinf(values).any():
        raise ValueError("an array for the page has infinite values")
    missing = np.iinfo(kind).max
    known = values[~np.isnan(values)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    # One step is left over on each side, where moving 0 onto a step may push the ends.
    scale = (high - low) / (missing - 2) or 1.0
    zero = int(np.ceil(-low / scale))
    steps = np.rint(np.where(np.isnan(values), 0, values) / scale) + zero
    steps = np.where(np.isnan(values), missing, steps).astype(kind)
    return _encoded(steps, kind, float(scale), float(-zero * scale), int(missing))


def whole_numbers(values, scale=1.0, largest=None):
    """Array of whole numbers from 0, in the smallest type that holds them.

    Parameters
    ----------
    values : array_like of int
    scale : float
        What a 1 stands for.
    largest : int, optional
        The largest value that may occur, where the values do not show it.

    Returns
    -------
    dict
        As of `quantised`, without a number for what is missing.

    Raises
    ------
    ValueError
        If a value is negative, or beyond 32 bits.
    """
    values = np.asarray(values)
    if values.size and values.min() < 0:
        raise ValueError("an array of whole numbers for the page has negative values")
    kind = np.min_scalar_type(max(int(values.max(initial=0)), largest or 0)).name
    if kind not in LITTLE_ENDIAN:
        raise ValueError("an array of whole numbers for the page has values beyond 32 bits")
    return _encoded(values, kind, scale, 0.0, None)


def single_precision(values):
    """Array of numbers in single precision; NaN stays NaN."""
    return _encoded(np.asarray(values), "float32", 1.0, 0.0, None)


def json_text(contents):
    """JSON of plain values in one line that can stand inside of a `<script>` element.

    Parameters
    ----------
    contents : dict, list, str, number or None

    Returns
    -------
    str
        Names are sorted as they come; `<`, `>`, `&` and the line separators of Unicode are escaped,
        so that no text of a user's can end the element, open a comment or a line.

    Raises
    ------
    ValueError
        If a number is NaN or infinite, which JSON does not have.
    """
    text = json.dumps(contents, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for each, escape in ESCAPES.items():
        text = text.replace(each, escape)
    # Halves of surrogate pairs, from names of files in no known encoding, are no Unicode text.
    return text.encode("utf-8", "replace").decode("utf-8")


def _encoded(values, kind, scale, offset, missing):
    data = np.ascontiguousarray(values, dtype=LITTLE_ENDIAN[kind])
    return {
        "type": kind,
        "shape": list(data.shape),
        "scale": scale,
        "offset": offset,
        "missing": missing,
        "data": base64.b64encode(data.tobytes()).decode(),
    }
