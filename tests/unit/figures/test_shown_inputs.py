"""Inputs in figures: words of texts, their shades and lines; sounds."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from topomaps.activations.shown_inputs import ShownTexts, token_excitations
from topomaps.figures.shown_inputs import (
    CUT_OFF,
    draw_input,
    is_right_to_left,
    lines_of,
    list_texts,
    words_of,
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_word_has_the_largest_shade_of_its_tokens():
    places = [(0, 3), (4, 8), (8, 9)]
    words = words_of("she nurse left", places, [0.2, 0.5, 0.9], chosen=2)
    assert [(word.text, word.shade) for word in words] == [
        ("she", 0.2), ("nurse", 0.9), ("left", 0.0),
    ]  # fmt: skip
    assert [word.marked for word in words] == [False, True, False]


def test_characters_of_scripts_without_blanks_are_words():
    words = words_of("彼女は nurse", [(0, 2)], [0.7])
    assert [word.text for word in words] == ["彼", "女", "は", "nurse"]
    assert [word.shade for word in words] == [0.7, 0.7, 0.0, 0.0]
    assert [word.spaced for word in words] == [False, False, False, True]


def test_long_texts_are_cut():
    assert words_of("word " * 1000)[-1].text == CUT_OFF
    lines = lines_of(words_of("word " * 60), 100, 6, n_lines=2)
    assert len(lines) == 2
    assert lines[-1][-1][0].text == CUT_OFF
    assert all(place < 100 for line in lines for _, place in line)


def test_the_direction_is_that_of_the_first_letter():
    assert is_right_to_left("1. אמא BERT")
    assert is_right_to_left("الممرضة")
    assert not is_right_to_left("BERT אמא")
    assert not is_right_to_left("12")


def test_texts_stand_below_each_other_right_where_they_begin_there():
    axes = plt.figure().add_subplot()
    list_texts(axes, [("input 1", words_of("a b")), ("input 2", words_of("אמא שלי"))], 3.0)
    left, right = (each for each in axes.texts if each.get_text() in ("a", "אמא"))
    assert (left.get_ha(), right.get_ha()) == ("left", "right")
    assert left.xyann[0] == 0
    assert right.xyann[0] == 3 * 72
    assert right.xyann[1] < left.xyann[1]


def test_tokens_are_shaded_from_the_least_to_the_most_of_the_shown_texts():
    shown = ShownTexts(
        ["a b", "c"].__getitem__,
        {"token_starts": np.array([0, 2, 3]), "token_places": np.array([[0, 1], [2, 3], [0, 1]])},
    )
    tokens = np.array([[1.0, 0], [3.0, 9], [2.0, 0]])
    first, second = token_excitations(shown, tokens, [0, 1], np.array([0]))
    np.testing.assert_allclose(first, [0, 1])
    np.testing.assert_allclose(second, [0.5])
    none = token_excitations(shown, None, [0], np.array([0]))
    np.testing.assert_array_equal(none[0], [0, 0])


def test_a_token_that_is_an_input_is_known_in_its_text():
    shown = ShownTexts(
        ["a b", "a b", "c"].__getitem__,
        {
            "token_starts": np.array([0, 2, 3]),
            "token_places": np.array([[0, 1], [2, 3], [0, 1]]),
            "tokens_are_inputs": np.array(True),
        },
    )
    rows, places, chosen = shown.tokens(1)
    assert (rows, chosen) == (slice(0, 2), 1)
    assert places.tolist() == [[0, 1], [2, 3]]
    assert shown.tokens(2)[2] == 0


def test_an_input_is_drawn_as_its_kind_asks():
    axes = plt.figure().add_subplot()
    draw_input(axes, ShownTexts(["a nurse"].__getitem__), 0)
    assert [each.get_text() for each in axes.texts] == ["a", "nurse"]
    draw_input(axes, None, 0)
    draw_input(axes, ShownTexts(["a"].__getitem__), -1)
    assert len(axes.texts) == 2


class Tones:
    """Sounds, the spectrogram of each with one loud line."""

    kind = "sound"

    def __getitem__(self, index):
        pixels = np.full((48, 96), 255, np.uint8)
        pixels[index] = 0
        return pixels

    def name(self, index):
        return f"voices/recording_number_{index}.wav"

    def length(self, index):
        return "first 5.0 s"


def test_a_sound_is_drawn_below_its_name_and_length():
    _, axes = plt.subplots()
    draw_input(axes, Tones(), 7, width=1.0)
    (image,), (text,) = axes.images, axes.texts
    assert image.get_array()[7].max() == 0
    assert text.get_text() == "recordin…umber_7\nfirst 5.0 s"
