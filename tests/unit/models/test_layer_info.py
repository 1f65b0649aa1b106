from types import SimpleNamespace

import pytest
from topomaps.models.layer_info import MIN_NEURONS, LayerInfo, check_layers, check_width


@pytest.fixture
def network():
    layers = [
        LayerInfo("conv", "Conv2D", (6, None, 5)),
        LayerInfo("states", "LSTM", None),
        LayerInfo("volume", "Conv3D", (4, 4, 4, 8)),
    ]
    return SimpleNamespace(
        name="mine",
        input_shape=(8, None, 1),
        input_dtype="float32",
        layers={each.name: each for each in layers},
    )


def test_missing_and_unsuited_layers_are_refused(network):
    check_layers(network, ["conv", "states"])
    with pytest.raises(ValueError, match=r"model mine has no layer 'conf'; it has: conv, states"):
        check_layers(network, ["conv", "conf"])
    with pytest.raises(ValueError, match=r"layer 'volume' has outputs of the shape \(4, 4, 4, 8"):
        check_layers(network, ["volume"])


def test_layers_whose_order_is_not_known_are_refused_until_it_is_said(network):
    network.layers["conv"] = network.layers["conv"]._replace(axis=None)
    with pytest.raises(ValueError, match=r"mine: layer 'conv' .*; say so by `layer_channels`"):
        check_layers(network, ["conv"])


def test_layers_of_too_few_neurons_are_refused():
    check_width(MIN_NEURONS)
    with pytest.raises(ValueError, match="3 neurons; a topographic map needs at least 4"):
        check_width(3)
    with pytest.raises(ValueError, match="the layer 'out' has 2 neurons"):
        check_width(2, "out")
