import ml_dtypes
import numpy as np
import pytest
from topomaps.activations.chunks import chunks, mean_chunks


@pytest.mark.parametrize("shape", [(5, 7), (5, 2, 3, 7)])
def test_chunks_hold_the_inputs_in_the_order_asked_for(monkeypatch, shape):
    values = np.random.default_rng(0).random(shape).astype(np.float32)
    monkeypatch.setattr("topomaps.activations.chunks.CHUNK_VALUES", 2 * np.prod(shape[1:]))
    rows = np.array([4, 0, 2])
    parts = list(chunks(values, rows))
    assert [len(part) for part in parts] == [2, 1]
    assert (np.concatenate(parts) == values[rows]).all()
    means = np.concatenate(list(mean_chunks(values)))
    np.testing.assert_allclose(means, values.reshape(5, -1, 7).mean(axis=1), rtol=1e-6)


def test_inputs_that_are_not_finite_are_named():
    values = np.zeros((6, 4))
    values[4, 1] = np.nan
    assert len(next(mean_chunks(values, np.array([5, 0])))) == 2
    with pytest.raises(ValueError, match="activations of input 4 contain NaN"):
        next(mean_chunks(values, np.array([5, 4, 0])))


@pytest.mark.parametrize("kind", [np.float16, ml_dtypes.bfloat16])
def test_half_precision_comes_as_single_precision(kind):
    values = np.full((5000, 2), 60000).astype(kind)
    (part,) = chunks(values, np.arange(5000))
    assert part.dtype == np.float32
    np.testing.assert_allclose(part.sum(axis=0), 5000 * float(values[0, 0]), rtol=1e-5)
