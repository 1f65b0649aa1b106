import base64

import numpy as np
from topomaps.activations.shown_inputs import ShownTexts
from topomaps.explorer.shown_texts import LONGEST, text_views, token_view

TEXTS = ["a nurse", "😀 b", "word " * 1000]
ARRAYS = {
    "token_starts": np.array([0, 2, 4, 5]),
    "token_places": np.array([[0, 1], [2, 7], [0, 1], [2, 3], [0, 4]]),
}
TOKENS = np.array([[0.0, 5], [2, 5], [4, 5], [8, 5], [1, 5]])


def decoded(view):
    """Activations of encoded levels."""
    kinds = {"levels": view["levels"]["type"], "low": "<f4", "step": "<f4"}
    parts = {key: np.frombuffer(base64.b64decode(view[key]["data"]), kind)
             for key, kind in kinds.items()}  # fmt: skip
    levels = parts["levels"].reshape(view["levels"]["shape"])
    return parts["low"] + parts["step"] * levels


def test_places_are_counted_as_browsers_count_characters():
    first, second, long = text_views(ShownTexts(TEXTS.__getitem__, ARRAYS), [0, 1, 2])
    assert first == {"text": "a nurse", "places": [[0, 1], [2, 7]], "chosen": -1}
    assert second["places"] == [[0, 2], [3, 4]]
    assert len(long["text"]) == LONGEST
    assert long["text"].endswith("…")


def test_tokens_come_back_from_their_levels():
    shown = ShownTexts(TEXTS.__getitem__, ARRAYS)
    view = token_view(TOKENS, shown, [2, 0])
    assert view["starts"] == [0, 1, 3]
    np.testing.assert_allclose(decoded(view), TOKENS[[4, 0, 1]], atol=8 / 255)
    assert token_view(None, shown, [0]) is None


def test_tokens_that_are_inputs_bring_their_text_and_say_which_they_are():
    tokens = {**ARRAYS, "tokens_are_inputs": np.array(True)}
    shown = ShownTexts((["a nurse"] * 2 + ["😀 b"] * 2 + ["w"]).__getitem__, tokens)
    assert [each["chosen"] for each in text_views(shown, [1, 2])] == [1, 0]
    assert token_view(TOKENS, shown, [1, 2])["starts"] == [0, 2, 4]
