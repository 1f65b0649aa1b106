import numpy as np
import pytest
from topomaps.map_means import map_means


@pytest.mark.parametrize("shape", [(5, 7), (5, 2, 3, 7)])
def test_means_read_in_chunks_are_means(monkeypatch, shape):
    values = np.random.default_rng(0).random(shape).astype(np.float32)
    monkeypatch.setattr("topomaps.map_means.CHUNK", 2)
    expected = values.reshape(5, -1, 7).mean(axis=1)
    np.testing.assert_allclose(map_means(values), expected, rtol=1e-6)


def test_an_input_that_is_not_finite_is_named():
    values = np.ones((4, 2, 2, 3))
    values[2, 0, 1, 0] = np.nan
    with pytest.raises(ValueError, match="activations of input 2 contain NaN or infinite"):
        map_means(values)
