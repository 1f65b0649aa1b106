import sys

import ml_dtypes
import numpy as np
import pytest
from topomaps.activations.number_types import (
    are_numbers,
    check_finite,
    computable,
    promoted,
    promoted_on_reading,
    with_bfloat16,
)

NUMBERS = np.array([[1.5, -2.0], [300.0, 0.0]])


def test_raw_bytes_of_two_are_bfloat16(tmp_path):
    np.save(tmp_path / "a.npy", NUMBERS.astype(ml_dtypes.bfloat16))
    raw = np.load(tmp_path / "a.npy", mmap_mode="r")
    assert not are_numbers(raw.dtype)
    values = with_bfloat16(raw)
    assert are_numbers(values.dtype)
    assert isinstance(values, np.memmap)
    np.testing.assert_array_equal(values.astype(float), NUMBERS)
    assert with_bfloat16(NUMBERS) is NUMBERS


def test_without_ml_dtypes_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    with pytest.raises(ValueError, match="needs the package ml_dtypes: install it, or save"):
        with_bfloat16(np.zeros(3, "V2"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("f2", "f4"), ("f4", "f4"), ("f8", "f8"), ("?", "f4"), ("i2", "f4"), ("i8", "f8"),
     (ml_dtypes.bfloat16, "f4")],
)  # fmt: skip
def test_types_to_compute_with(kind, expected):
    assert computable(np.dtype(kind)) == np.dtype(expected)


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
def test_half_precision_is_promoted_and_nothing_else(kind):
    half = NUMBERS.astype(kind)
    for values in (promoted(half), promoted_on_reading(half)[:]):
        assert values.dtype == np.float32
        np.testing.assert_array_equal(values, NUMBERS)
    assert promoted(NUMBERS) is NUMBERS
    assert promoted_on_reading(NUMBERS) is NUMBERS


@pytest.mark.parametrize("kind", [np.float32, ml_dtypes.bfloat16])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_input_that_is_not_finite_is_named(kind, bad):
    values = np.zeros((4, 2, 3))
    check_finite(values.astype(kind), np.arange(4))
    values[[1, 3], 1, 2] = bad
    with pytest.raises(ValueError, match=r"^layer fc of input 20 contain NaN or infinite"):
        check_finite(values.astype(kind), np.array([10, 20, 30, 40]), "layer fc")
