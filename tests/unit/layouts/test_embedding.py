import logging

import numpy as np
import pytest
from topomaps.layouts.embedding import clamped, embeddable
from topomaps.layouts.loading import function_of
from topomaps.layouts.methods import EMBEDDINGS


@pytest.mark.parametrize("method", EMBEDDINGS)
@pytest.mark.parametrize("shape", [(4, 5), (5, 1)])
def test_small_layers_and_single_features_are_projected(method, shape):
    positions = function_of(method)(np.random.default_rng(0).random(shape), seed=0)
    assert positions.shape == (shape[0], 2)
    assert np.isfinite(positions).all()


def test_single_features_get_a_second_column_and_others_stay():
    column = np.arange(5.0)[:, None]
    assert embeddable(column).tolist() == [[x, 0] for x in range(5)]
    features = np.random.default_rng(0).random((5, 3)).astype(np.float32)
    np.testing.assert_array_equal(embeddable(features), features.astype(float))


def test_tiny_values_are_scaled_up():
    features = np.random.default_rng(0).random((5, 3))
    scaled = embeddable(1e-24 * features)
    assert np.ptp(scaled, axis=0).max() == pytest.approx(1)
    assert np.corrcoef(scaled.ravel(), (features - features.min(axis=0)).ravel())[0, 1] > 0.999


def test_values_are_lowered_to_the_limit_with_a_line_in_the_log(caplog):
    caplog.set_level(logging.INFO)
    assert clamped("k", 5, 5) == 5
    assert caplog.text == ""
    assert clamped("k", 5, 4.25) == 4.25
    assert "k lowered from 5 to 4.25" in caplog.text
