"""Preprocessing, of arrays and of tensors."""

import re
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from topomaps.data.keras_weights import NETWORKS
from topomaps.models.preprocessing import preprocessing_function
from topomaps.models.preprocessing_settings import NAMED

MAPPING = {"divisor": 3, "offset": 0.7, "mean": [0.1, 0.2, 0.3], "std": [0.9, 1.1, 1.3]}


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (4, 5, 6, 3)).astype(np.uint8)


def in_graph(preprocess, inputs):
    """What a compiled call gives, as `KerasNetwork` makes it."""
    constants = {name: tf.Variable(value) for name, value in preprocess.constants.items()}
    call = tf.function(lambda x: preprocess.apply(tf.cast(x, tf.float32), constants))
    return call(tf.constant(inputs)).numpy()


@pytest.mark.parametrize(
    ("name", "module"), [("tf", "mobilenet"), ("caffe", "vgg16"), ("torch", "densenet")]
)
def test_names_are_exactly_the_modes_of_keras(images, name, module):
    expected = getattr(keras.applications, module).preprocess_input(images.astype(np.float32))
    np.testing.assert_array_equal(preprocessing_function(name)(images), expected)


@pytest.mark.parametrize("network", NETWORKS)
def test_each_network_has_its_own(images, network):
    module = sys.modules[getattr(keras.applications, network).__module__]
    found = preprocessing_function("own", application=network)(images)
    np.testing.assert_array_equal(found, module.preprocess_input(images.astype(np.float32)))
    np.testing.assert_array_equal(preprocessing_function(application=network)(images), found)


def test_torch_is_the_normalisation_of_torchvision(images):
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    expected = (images / 255 - mean) / std
    np.testing.assert_allclose(preprocessing_function("torch")(images), expected, atol=1e-6)


@pytest.mark.parametrize("settings", [*NAMED, MAPPING, {**MAPPING, "colors": "bgr"}])
def test_tensors_give_what_arrays_give_to_the_last_bit(images, settings):
    preprocess = preprocessing_function(settings)
    expected = preprocess(images)
    assert expected.dtype == np.float32
    np.testing.assert_array_equal(in_graph(preprocess, images), expected)


def test_mappings_follow_the_equation_and_means_are_of_red_green_and_blue(images):
    mean, std = np.array(MAPPING["mean"]), np.array(MAPPING["std"])
    expected = (images / 3 + 0.7 - mean) / std
    np.testing.assert_allclose(preprocessing_function(MAPPING)(images), expected, rtol=1e-5)
    swapped = preprocessing_function({**MAPPING, "colors": "bgr"})(images)
    np.testing.assert_allclose(swapped, expected[..., ::-1], rtol=1e-5)


def test_grey_and_coloured_images_become_what_the_model_wants(images):
    grey = preprocessing_function({"colors": "grey"})
    assert grey(images).shape == (4, 5, 6, 1)
    np.testing.assert_allclose(
        grey(images)[..., 0], images @ np.array([0.299, 0.587, 0.114]), rtol=1e-5
    )
    np.testing.assert_array_equal(in_graph(grey, images), grey(images))
    one = images[..., :1]
    np.testing.assert_array_equal(grey(one), one)
    coloured = preprocessing_function({"colors": "rgb"})(one)
    np.testing.assert_array_equal(coloured, np.repeat(one, 3, axis=-1))


def test_stored_values_are_divided_by_their_scale_as_in_training():
    from topomaps.models.training import as_inputs

    images = np.random.default_rng(0).integers(0, 256, (9, 7, 7, 1)).astype(np.uint8)
    for scale in (255, 16.0, np.float32(9.1)):
        preprocess = preprocessing_function(scale=scale)
        expected = as_inputs(images, scale)
        assert preprocess(images).tobytes() == expected.tobytes()
        assert in_graph(preprocess, images).tobytes() == expected.tobytes()


def test_names_are_meant_for_values_up_to_255(images):
    scaled = (images / 255).astype(np.float32)
    expected = preprocessing_function("tf")(images)
    np.testing.assert_allclose(preprocessing_function("tf", scale=1)(scaled), expected, atol=1e-5)
    own = preprocessing_function("own", "VGG16", scale=1)(scaled)
    np.testing.assert_allclose(own, preprocessing_function("caffe")(images), atol=1e-3)
    np.testing.assert_array_equal(preprocessing_function("none", scale=16)(images), images)
    np.testing.assert_array_equal(preprocessing_function({"offset": 1}, scale=16)(images),
                                  images.astype(np.float32) + 1)  # fmt: skip


def test_inputs_stay_as_they_are(images):
    stored = images.astype(np.float32)
    for settings in ("caffe", "own", MAPPING):
        preprocessing_function(settings, application="VGG16")(stored)
    np.testing.assert_array_equal(stored, images)


def test_numbers_are_standardised_per_column():
    rows = np.random.default_rng(0).normal(3, 2, (50, 4))
    preprocess = preprocessing_function(
        {"mean": rows.mean(0).tolist(), "std": rows.std(0).tolist()}
    )
    np.testing.assert_allclose(preprocess(rows).mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(preprocess(rows).std(0), 1, atol=1e-5)


def test_size_crop_and_order_are_passed_on():
    preprocess = preprocessing_function({"size": [64, 48], "crop": 0.9, "channels": "first"})
    assert (preprocess.size, preprocess.crop, preprocess.channels) == ((64, 48), 0.9, "first")
    assert preprocessing_function("tf").size is None


@pytest.mark.parametrize("settings", ["tff", {"std": 0, "mean": [1, 2]}, "own"])
def test_faults_are_refused(settings):
    with pytest.raises(
        ValueError, match=r"^preprocessing: .*(unknown|must not be 0|only networks)"
    ):
        preprocessing_function(settings)
    unknown = re.escape("keras.applications has no 'VGG61'; it has:")
    with pytest.raises(ValueError, match=unknown):
        preprocessing_function("own", application="VGG61")


def test_as_many_means_as_channels_are_asked_for(images):
    preprocess = preprocessing_function({"mean": [1, 2]})
    words = "preprocessing: mean has 2 numbers, but the inputs have 3 channels or columns"
    for call in (preprocess, lambda x: in_graph(preprocess, x)):
        with pytest.raises(ValueError, match=words):
            call(images)


@pytest.mark.parametrize("name", ["torch", "caffe", "own"])
def test_grey_images_suit_networks_for_colours(images, name):
    preprocess = preprocessing_function(name, application="VGG16")
    grey = images[..., :1]
    np.testing.assert_array_equal(preprocess(grey), preprocess(np.repeat(grey, 3, axis=-1)))


def test_a_size_leaves_the_division_as_it_is(images):
    divided, sized = (preprocessing_function(each, scale=255) for each in (None, {"size": [5, 6]}))
    np.testing.assert_array_equal(divided(images), (images / np.float32(255)).astype(np.float32))
    np.testing.assert_array_equal(sized(images), divided(images))
    as_stored = preprocessing_function({"crop": 0.5}, scale=255, default="none")
    np.testing.assert_array_equal(as_stored(images), images)
    own = preprocessing_function({"size": [5, 6]}, application="VGG16")
    np.testing.assert_array_equal(own(images), preprocessing_function("caffe")(images))
    assert own.size == (5, 6)


def test_logs_say_what_becomes_of_inputs():
    assert str(preprocessing_function(scale=255)) == "divided by 255.0"
    assert str(preprocessing_function()) == "left as they are stored"
    settings = {"offset": -1, "size": [8, 6], "channels": "first"}
    assert str(preprocessing_function(settings)) == "shifted by -1.0; channels first; size (8, 6)"
