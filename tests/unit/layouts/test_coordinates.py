import numpy as np
import pytest
from topomaps.layouts.coordinates import (
    SIZE_LIMITS,
    check_features,
    scale_to_unit,
    uniform_start,
)


def test_scales_each_dimension_alone():
    scaled = scale_to_unit([[1, -10], [2, 10], [3, 30]])
    np.testing.assert_allclose(scaled, [[0, 0], [0.5, 0.5], [1, 1]])


def test_scaling_does_not_depend_on_place_and_size():
    positions = np.random.default_rng(0).random((50, 2))
    moved = scale_to_unit(positions * [1e5, 1e-5] + [-3, 7])
    np.testing.assert_allclose(moved, scale_to_unit(positions), atol=1e-9)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e300])
def test_constant_dimension_becomes_one_half(constant):
    scaled = scale_to_unit([[0.0, constant], [1.0, constant], [4.0, constant]])
    np.testing.assert_array_equal(scaled, [[0, 0.5], [0.25, 0.5], [1, 0.5]])


def test_dimension_that_differs_by_rounding_alone_counts_as_constant():
    assert (scale_to_unit([[0, 0.3], [1, 0.1 + 0.2]])[:, 1] == 0.5).all()


def test_huge_coordinates_do_not_overflow():
    np.testing.assert_array_equal(scale_to_unit([[-1.7e308, 0], [1.7e308, 1]]), [[0, 0], [1, 1]])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_refuses_coordinates_that_are_not_finite(bad):
    with pytest.raises(ValueError, match="NaN or infinite"):
        scale_to_unit([[0, 0], [1, bad]])


def test_uniform_start_follows_the_seed():
    start = uniform_start(200, seed=4)
    assert start.shape == (200, 2)
    assert 0 <= start.min() < 0.05
    assert 0.95 < start.max() <= 1
    np.testing.assert_array_equal(start, uniform_start(200, seed=4))
    assert (start != uniform_start(200, seed=5)).any()


def test_check_gives_double_precision():
    assert check_features(np.eye(4, dtype=np.float32), "PCA").dtype == np.float64


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1e16])
def test_refuses_values_and_names_the_first_neuron(bad):
    features = np.random.default_rng(0).random((10, 3))
    features[[6, 8], 1] = bad
    with pytest.raises(ValueError, match=r"2 of 10 neurons .*first: neuron 6"):
        check_features(features, "UMAP")


def test_refuses_fewer_than_four_neurons():
    with pytest.raises(ValueError, match=r"3 neurons.*at least 4"):
        check_features(np.eye(3), "random")


@pytest.mark.parametrize("value", [0.0, 1.5])
def test_refuses_a_dead_layer_except_for_random(value):
    dead = np.full((10, 3), value)
    with pytest.raises(ValueError, match="layer is dead"):
        check_features(dead, "PCA")
    assert check_features(dead, "random").shape == (10, 3)


@pytest.mark.parametrize("method", SIZE_LIMITS)
def test_refuses_layers_that_a_method_is_not_meant_for(method):
    features = np.arange(SIZE_LIMITS[method] + 1.0)[:, None]
    with pytest.raises(ValueError, match=f"Method {method} is meant for layers of up to"):
        check_features(features, method)
    assert len(check_features(features, "PCA")) == len(features)


@pytest.mark.parametrize("shape", [(10,), (10, 0), (2, 10, 3)])
def test_refuses_other_shapes(shape):
    with pytest.raises(ValueError, match="shape"):
        check_features(np.zeros(shape), "PCA")
