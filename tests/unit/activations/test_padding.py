import numpy as np
import pytest
from topomaps.activations.padding import unmasked_padding

TEXTS = np.random.default_rng(0).standard_normal((20, 6, 3)).astype(np.float32)
LENGTHS = np.random.default_rng(1).integers(2, 5, 20)


def padded(value, end):
    values = TEXTS.copy()
    values[np.arange(6) >= LENGTHS[:, None]] = value
    return values if end == "last" else values[:, ::-1]


@pytest.mark.parametrize("value", [0, 1.5, np.nan])
@pytest.mark.parametrize("end", ["first", "last"])
def test_equal_tokens_at_an_end_are_padding(value, end):
    assert unmasked_padding(padded(value, end)) == end


def test_the_same_two_last_tokens_of_most_inputs_are_padding():
    values = TEXTS.copy()
    values[:15, 4:] = TEXTS[0, 4:]  # padding with a value for each place
    assert unmasked_padding(values) == "last"
    values[:, 0] = TEXTS[0, 0]  # a token that begins each text is none
    values[:15, 4] = TEXTS[:15, 4]
    assert unmasked_padding(values) is None


def test_texts_without_padding_are_left_in_peace():
    assert unmasked_padding(TEXTS) is None
    assert unmasked_padding(TEXTS[:, :2]) is None
    assert unmasked_padding(TEXTS[:1]) is None
