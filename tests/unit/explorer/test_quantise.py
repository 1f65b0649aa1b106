"""Numbers of a page are as near as promised, and its JSON cannot end the element around it."""

import base64
import json

import numpy as np
import pytest
from page_arrays import restored
from topomaps.explorer.quantise import (
    json_text,
    quantised,
    single_precision,
    whole_numbers,
)


@pytest.mark.parametrize("kind", ["uint8", "uint16"])
@pytest.mark.parametrize(("low", "high"), [(-3, 5), (0, 1), (2, 9), (-9, -2), (-1e-8, 1e9)])
def test_values_are_off_by_half_a_step_and_zero_by_nothing(kind, low, high):
    values = np.random.default_rng(0).uniform(low, high, (7, 9))
    values[0, :2], values[1, 0], values[2, 0] = (0, np.nan), low, high
    encoded = quantised(values, kind)
    found = restored(encoded)
    assert np.isnan(found[0, 1])
    assert found[0, 0] == 0
    extent = max(high, 0) - min(low, 0)
    assert encoded["scale"] == pytest.approx(extent / (np.iinfo(kind).max - 2))
    known = ~np.isnan(values)
    assert np.abs(found - values)[known].max() <= encoded["scale"] * 0.501
    assert len(base64.b64decode(encoded["data"])) == values.size * np.dtype(kind).itemsize


def test_nothing_but_zeros_or_missing_values_can_be_kept():
    assert restored(quantised(np.zeros((2, 2)))).tolist() == [[0, 0], [0, 0]]
    assert np.isnan(restored(quantised([np.nan]))).all()
    assert restored(quantised(np.empty((0, 3)))).shape == (0, 3)


def test_infinite_values_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        quantised([1, np.inf])


@pytest.mark.parametrize(("largest", "kind"), [(255, "uint8"), (256, "uint16"), (70_000, "uint32")])
def test_whole_numbers_take_the_smallest_type(largest, kind):
    encoded = whole_numbers([0, largest], scale=0.5)
    assert (encoded["type"], encoded["missing"]) == (kind, None)
    assert restored(encoded).tolist() == [0, largest / 2]
    assert whole_numbers([0], largest=largest)["type"] == kind


@pytest.mark.parametrize(("values", "words"), [([-1], "negative"), ([2**33], "beyond 32 bits")])
def test_other_whole_numbers_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        whole_numbers(values)


def test_single_precision_is_little_endian():
    encoded = single_precision([1.5, np.nan])
    assert base64.b64decode(encoded["data"])[:4] == np.array(1.5, "<f4").tobytes()
    assert np.isnan(restored(encoded)[1])


HOSTILE = [
    "</script>",
    "<!--",
    "]]>",
    "a\u2028b\u2029c",
    "&lt;",
    'quote"\\',
    "\ud800",
    "\x00\n",
    "猫",
]


def test_names_stay_what_they_are_but_are_no_markup():
    text = json_text({name: [name] for name in HOSTILE})
    assert not {*"<>&\u2028\u2029\n\x00"} & {*text}
    read = json.loads(text)
    whole = [name for name in HOSTILE if name != "\ud800"]
    assert {name: read[name] for name in whole} == {name: [name] for name in whole}
    text.encode("utf-8")


def test_numbers_that_json_does_not_have_are_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text([float("nan")])
