import re
from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf
from topomaps.models.network_inputs import arranged, as_whole_numbers, check_inputs

NETWORK = SimpleNamespace(name="mine", input_shape=(8, None, 1), channels=None)
IMAGES = np.arange(2 * 5 * 4 * 3).reshape(2, 5, 4, 3)


@pytest.mark.parametrize("given", [(8, 6, 1), (8, 60, 1), (None, None, 1), (8, None, None)])
def test_inputs_fit_where_free_dimensions_take_any_size(given):
    check_inputs(NETWORK, given)


@pytest.mark.parametrize("given", [(7, 6, 1), (8, 6, 3), (48,), (8, 6, 1, 1)])
def test_inputs_that_do_not_fit_are_refused_with_both_shapes(given):
    words = f"the inputs have the shape {given}, but the model mine expects (8, any, 1); change"
    with pytest.raises(ValueError, match=re.escape(words)):
        check_inputs(NETWORK, given)


@pytest.mark.parametrize(
    ("inputs", "shape", "channels", "expected"),
    [
        (IMAGES, (5, 4, 3), None, IMAGES),
        (IMAGES, (3, 5, 4), None, IMAGES.transpose(0, 3, 1, 2)),
        (IMAGES, (None, None, None), "first", IMAGES.transpose(0, 3, 1, 2)),
        (IMAGES, (None, None, None), None, IMAGES),
        (IMAGES[..., :1], (5, 4), None, IMAGES[..., 0]),
        (IMAGES[:, 0, 0], (3,), None, IMAGES[:, 0, 0]),
    ],
)
def test_inputs_are_turned_as_the_network_takes_them(inputs, shape, channels, expected):
    network = SimpleNamespace(
        name="mine", input_shape=shape, channels="last" if None in shape else None
    )
    for given, transpose in ((inputs, np.transpose), (tf.constant(inputs), tf.transpose)):
        found = np.asarray(arranged(network, given, channels, transpose))
        np.testing.assert_array_equal(found, expected)


def test_colours_are_not_dropped():
    network = SimpleNamespace(name="mine", input_shape=(5, 4), channels=None)
    with pytest.raises(ValueError, match=re.escape("shape (5, 4, 3), but the model mine expects")):
        arranged(network, IMAGES, None, np.transpose)


def test_models_of_whole_numbers_are_given_nothing_rounded():
    whole = np.array([[0.0, 255.0]], np.float32)
    found = as_whole_numbers(whole, np.dtype("uint8"), "mine", may_round=False)
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, whole)
    with pytest.raises(ValueError, match=r"mine takes whole numbers \(uint8\), but is given 0\.5;"):
        as_whole_numbers(whole / 510, np.dtype("uint8"), "mine", may_round=False)
    assert as_whole_numbers(whole - 0.2, np.dtype("uint8"), "mine", may_round=True)[0, 1] == 255
    with pytest.raises(ValueError, match=r"from -128 to 127 \(int8\), but is given 0 to 255"):
        as_whole_numbers(whole, np.dtype("int8"), "mine", may_round=False)
