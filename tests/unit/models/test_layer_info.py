from types import SimpleNamespace

import pytest
from topomaps.models.layer_info import LayerInfo, check_layers, layer_list, suitability


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


@pytest.mark.parametrize(
    ("kind", "shape", "words"),
    [
        ("Conv2D", (6, 4, 1005), "yes, 1,005 feature maps"),
        ("Dense", (4,), "yes, 4 units"),
        ("Attention", (None, 64), "yes, 64 units of tokens"),
        ("Flatten", (120,), "possible, 120 units: the layer before, flattened"),
        ("SpatialDropout2D", (6, 4, 5), "possible, 5 feature maps: the same as the layer before"),
        ("Conv3D", (4, 4, 4, 8), "no, neither units (N), tokens (T, N) nor feature maps"),
        ("Reshape", (), "no, neither units (N)"),
        ("Dense", (3,), "no, fewer than 4 neurons"),
        ("Conv2D", (3, 3, None), "no, N is not fixed"),
        ("LSTM", None, "unknown: several outputs, or a shape that the file does not tell"),
    ],
)
def test_suitability_is_told_by_the_shape(kind, shape, words):
    assert suitability(LayerInfo("layer", kind, shape)).startswith(words)


def test_lists_have_a_line_per_layer(network):
    head, names, *rows = layer_list(network).splitlines()
    assert head == "model mine, input (8, any, 1)"
    assert names.split() == ["layer", "type", "output", "shape", "suited?"]
    assert " ".join(rows[0].split()) == "conv Conv2D (6, any, 5) yes, 5 feature maps"
    assert " ".join(rows[1].split()).startswith("states LSTM unknown unknown: several outputs")


def test_lists_say_that_a_model_takes_text(network):
    network.input_dtype = "string"
    assert layer_list(network).splitlines()[1].startswith("The model takes text, which no dataset")


def test_layers_whose_order_is_not_known_are_refused_until_it_is_said(network):
    network.layers["conv"] = network.layers["conv"]._replace(axis=None)
    assert suitability(network.layers["conv"]).startswith("unknown which dimension counts neurons")
    with pytest.raises(ValueError, match=r"mine: layer 'conv' .*; say so by `layer_channels`"):
        check_layers(network, ["conv"])


def test_missing_and_unsuited_layers_are_refused(network):
    check_layers(network, ["conv", "states"])
    with pytest.raises(ValueError, match=r"model mine has no layer 'conf'; it has: conv, states"):
        check_layers(network, ["conv", "conf"])
    with pytest.raises(ValueError, match=r"layer 'volume' has outputs of the shape \(4, 4, 4, 8"):
        check_layers(network, ["volume"])
