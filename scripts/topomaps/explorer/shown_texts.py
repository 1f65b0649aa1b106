"""Texts in a page: their words, where their tokens are, and how much these excite each neuron."""

import numpy as np

from topomaps.explorer.quantise import single_precision, whole_numbers

LEVELS = 255  # of an activation
LONGEST = 2000  # characters of a text in a page
MAX_VALUES = 2**22  # activations of tokens that a page has of a layer, one byte each


def text_views(shown, inputs):
    """Texts of some inputs as plain values.

    Parameters
    ----------
    shown : topomaps.activations.shown_inputs.ShownTexts
    inputs : sequence of int

    Returns
    -------
    list of dict
        text (cut off, and then ends with …), places (beginning and end of each token in it, in
        UTF-16 units as browsers count), chosen (the token that is the input, -1 for none).
    """
    return [_text_view(shown[each], *shown.tokens(each)[1:]) for each in inputs]


def _text_view(text, places, chosen):
    units = np.array([len(each.encode("utf-16-le")) // 2 for each in text], dtype=int)
    at = np.concatenate([[0], np.cumsum(units)])
    kept = [[int(at[a]), int(at[b])] for a, b in np.asarray(places).tolist() if b <= LONGEST]
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return {"text": cut, "places": kept, "chosen": int(chosen)}


def token_view(tokens, shown, inputs):
    """Activations of the tokens of some texts as levels, as of `activation_view`.

    Parameters
    ----------
    tokens : array-like, shape (K, N), or None
        As of `topomaps.activations.shown_inputs.open_tokens`.
    shown : topomaps.activations.shown_inputs.ShownTexts
    inputs : sequence of int
        The first of them, as far as there is room.

    Returns
    -------
    dict or None
        starts (where the tokens of each text begin, and where the last ones end), levels, low and
        step; None where nothing is known of the tokens.
    """
    if tokens is None:
        return None
    rows = [shown.tokens(each)[0] for each in inputs]
    ends = np.cumsum([each.stop - each.start for each in rows])
    room = int(np.searchsorted(ends, MAX_VALUES // tokens.shape[1], side="right"))
    if not room or not ends[room - 1]:
        return None
    values = np.concatenate([np.asarray(tokens[each], np.float64) for each in rows[:room]])
    low, step = values.min(axis=0), np.ptp(values, axis=0) / LEVELS
    levels = np.rint(np.divide(values - low, step, out=np.zeros_like(values), where=step > 0))
    return {
        "starts": [0, *ends[:room].tolist()],
        "levels": whole_numbers(levels),
        "low": single_precision(low),
        "step": single_precision(step),
    }
