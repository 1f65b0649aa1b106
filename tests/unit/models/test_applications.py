"""Networks of keras.applications, with random weights and small inputs."""

import keras
import numpy as np
import pytest
from topomaps.data.keras_weights import NETWORKS
from topomaps.models.applications import (
    build_application,
    check_layers,
    layer_function,
    preprocessing,
)

LAYERS = ["conv_pw_3_relu", "conv_pw_13_relu"]


@pytest.fixture(scope="module")
def mobilenet():
    return build_application("MobileNet", image_shape=(32, 32), include_top=False, alpha=0.25)


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 255, (3, 32, 32, 3)).astype(np.uint8)


def test_mobilenet_has_its_parameters_and_layers(mobilenet):
    assert mobilenet.count_params() == 218_544
    check_layers(mobilenet, LAYERS)


def test_activations_are_those_of_predict_in_any_batch(mobilenet, images):
    forward = layer_function(mobilenet, LAYERS, preprocessing("MobileNet"))
    part = keras.Model(mobilenet.inputs, [mobilenet.get_layer(name).output for name in LAYERS])
    expected = part.predict(images / np.float32(127.5) - 1, verbose=0)
    for layer, values in zip(LAYERS, expected, strict=True):
        np.testing.assert_allclose(forward(images)[layer], values, atol=1e-5)
        np.testing.assert_allclose(forward(images[:1])[layer], values[:1], atol=1e-5)


def test_one_layer_alone_gives_its_array(mobilenet, images):
    forward = layer_function(mobilenet, LAYERS[:1], preprocessing("MobileNet"))
    assert forward(images)[LAYERS[0]].shape == (3, 8, 8, 32)


def test_every_network_has_preprocessing_of_its_own(images):
    for name in NETWORKS:
        assert preprocessing(name)(images).shape == images.shape


def test_preprocessing_is_the_networks_own_or_the_published_division(images):
    own = preprocessing("VGG16")(images)
    np.testing.assert_allclose(own[..., 0], images[..., 2] - np.float32(103.939), rtol=1e-5)
    divided = preprocessing("VGG16", "divide_by_255")(images)
    np.testing.assert_allclose(divided, images / np.float32(255))
    with pytest.raises(ValueError, match="'none' is unknown; allowed: own, divide_by_255"):
        preprocessing("VGG16", "none")


def test_registry_and_keras_name_the_same_networks():
    assert set(NETWORKS) == {name for name in dir(keras.applications) if name[0].isupper()}


def test_a_missing_layer_is_refused_with_the_known_ones(mobilenet):
    with pytest.raises(ValueError, match=r"no layer 'conv_pw_99'; it has: .*conv_pw_13_relu"):
        layer_function(mobilenet, ["conv_pw_99"], None)


def test_an_unknown_network_is_refused():
    with pytest.raises(ValueError, match=r"no 'VGG61'; it has: .*VGG16"):
        build_application("VGG61")


def test_wrong_options_are_refused():
    with pytest.raises(ValueError, match="VGG16 cannot be built with these settings"):
        build_application("VGG16", alpha=0.25)


def test_weights_come_from_a_file(tmp_path, mobilenet, images):
    path = tmp_path / "mine.weights.h5"
    mobilenet.save_weights(path)
    again = build_application(
        "MobileNet", path, image_shape=(32, 32), include_top=False, alpha=0.25
    )
    for one, other in zip(mobilenet.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("content", ["another width", "text", None])
def test_wrong_weights_are_refused(tmp_path, content):
    path = tmp_path / "mine.weights.h5"
    if content == "another width":
        other = build_application("MobileNet", image_shape=(32, 32), include_top=False, alpha=0.5)
        other.save_weights(path)
    elif content:
        path.write_text("no weights")
    reason = "do not fit MobileNet with 218,544 parameters" if content else "does not exist"
    with pytest.raises(ValueError, match=reason):
        build_application("MobileNet", path, image_shape=(32, 32), include_top=False, alpha=0.25)


def test_vgg16_is_that_of_the_papers_table():
    """HHAI, Table 1; without initial values, which would take seconds."""
    with keras.StatelessScope():
        network = build_application("VGG16")
    assert network.count_params() == 138_357_544
    shapes = {
        "block1_pool": (112, 112, 64),
        "block2_pool": (56, 56, 128),
        "block3_pool": (28, 28, 256),
        "block4_pool": (14, 14, 512),
        "block5_pool": (7, 7, 512),
        "fc2": (4096,),
    }
    check_layers(network, shapes)
    assert {name: network.get_layer(name).output.shape[1:] for name in shapes} == shapes
