"""Networks of keras.applications, with random weights and small inputs."""

import keras
import numpy as np
import pytest
from topomaps.data.keras_weights import NETWORKS
from topomaps.models.applications import build_application


@pytest.fixture(scope="module")
def mobilenet():
    return build_application("MobileNet", image_shape=(32, 32), include_top=False, alpha=0.25)


def test_mobilenet_has_its_parameters_and_layers(mobilenet):
    assert mobilenet.count_params() == 218_544
    assert mobilenet.get_layer("conv_pw_13_relu").output.shape == (None, 1, 1, 256)


def test_registry_and_keras_name_the_same_networks():
    assert set(NETWORKS) == {name for name in dir(keras.applications) if name[0].isupper()}


def test_an_unknown_network_is_refused():
    with pytest.raises(ValueError, match=r"no 'VGG61'; it has: .*VGG16"):
        build_application("VGG61")


def test_wrong_options_are_refused():
    with pytest.raises(ValueError, match="VGG16 cannot be built with these settings"):
        build_application("VGG16", alpha=0.25)


def test_weights_come_from_a_file(tmp_path, mobilenet):
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
    assert {name: network.get_layer(name).output.shape[1:] for name in shapes} == shapes
