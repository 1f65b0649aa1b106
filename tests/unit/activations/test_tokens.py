import ml_dtypes
import numpy as np
import pytest
from topomaps.activations import lazy_rows
from topomaps.activations.tokens import reduced, reduced_on_reading

VALUES = np.random.default_rng(0).standard_normal((6, 5, 4))
EXPECTED = {
    "mean": VALUES.mean(axis=1),
    "max": VALUES.max(axis=1),
    "first": VALUES[:, 0],
    "last": VALUES[:, 4],
    0: VALUES[:, 0],
    -2: VALUES[:, 3],
    "3": VALUES[:, 3],
    "-1": VALUES[:, 4],
}


@pytest.mark.parametrize("tokens", EXPECTED)
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.float16, ml_dtypes.bfloat16])
def test_tokens_are_reduced_at_once_and_on_reading(monkeypatch, tokens, kind):
    monkeypatch.setattr(lazy_rows, "BLOCK_VALUES", 2 * 20)
    values = VALUES.astype(kind)
    found = reduced(values, tokens)
    assert found.dtype == (np.float64 if kind is np.float64 else np.float32)
    tolerance = {np.float64: 1e-12, np.float32: 1e-5, np.float16: 1e-2}.get(kind, 0.1)
    np.testing.assert_allclose(found, EXPECTED[tokens], rtol=tolerance, atol=tolerance)
    later = reduced_on_reading(values, tokens)
    assert (later.shape, later.dtype) == ((6, 4), found.dtype)
    np.testing.assert_array_equal(later[[5, 0, 2]], found[[5, 0, 2]])


def test_means_of_half_precision_do_not_overflow():
    values = np.full((2, 5000, 3), 60000, dtype=np.float16)
    np.testing.assert_allclose(reduced(values, "mean"), np.float16(60000), rtol=1e-6)


def test_a_single_token_leaves_the_others_unread(tmp_path):
    np.save(tmp_path / "a.npy", VALUES)
    assert isinstance(reduced_on_reading(np.load(tmp_path / "a.npy", "r"), "last"), np.memmap)


def test_a_token_that_is_not_finite_is_not_hidden():
    values = VALUES.copy()
    values[2, 1, 3] = np.nan
    for tokens in ("mean", "max"):
        assert np.isnan(reduced(values, tokens)[2, 3])


@pytest.mark.parametrize("tokens", [5, -6, "17"])
def test_tokens_that_are_not_there_are_refused(tokens):
    with pytest.raises(ValueError, match=r"there are 5 tokens: an index lies between -5 and 4"):
        reduced(VALUES, tokens)


@pytest.mark.parametrize("tokens", ["median", "", "-", 1.5, True, None])
def test_other_words_are_refused(tokens):
    with pytest.raises(ValueError, match=r"choose mean, max, first, last, or the index"):
        reduced_on_reading(VALUES, tokens)


def test_layers_without_any_token_are_refused():
    with pytest.raises(ValueError, match=r"there are 0 tokens$"):
        reduced(VALUES[:, :0], "mean")
