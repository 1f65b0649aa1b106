"""Which dimension of ONNX activations counts neurons, on values that are known by construction."""

import numpy as np
import onnx
import pytest
from onnx_probes import model, node, quarters, quarters_of
from topomaps.models.onnx_axes import neuron_axes
from topomaps.models.onnx_graphs import bare_graph
from topomaps.models.onnx_networks import OnnxNetwork

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 16, 24, 3)).astype(np.uint8)
NUMBERS = np.random.default_rng(1).normal(size=(5, 6)).astype(np.float32)


def axes(nodes, shape, weights=None, taken=None):
    last = nodes[-1].output[0]
    return neuron_axes(
        bare_graph(model(nodes, [("x", shape)], [(last, None)], weights), "x"), taken
    )


def weights(**shapes):
    return {name: np.ones(shape, np.float32) for name, shape in shapes.items()}


@pytest.mark.parametrize("channels", ["first", "last"])
def test_quarters_of_images_are_feature_maps_in_either_order(tmp_path, channels):
    quarters(tmp_path / "quarters.onnx", channels=channels)
    network = OnnxNetwork(tmp_path / "quarters.onnx")
    assert network.channels == channels
    found, _ = network.forward(["means", "back", "relu"])(IMAGES)
    for layer, values in found.items():
        assert network.layers[layer].shape == (2, 3, 12)
        np.testing.assert_allclose(values, quarters_of(IMAGES), rtol=1e-5)


def test_channels_of_series_are_neurons(tmp_path):
    """The layer of a convolution in one dimension: neurons are its channels."""
    kernel = np.zeros((6, 2, 1), np.float32)
    kernel[np.arange(6), np.arange(6) % 2] = np.arange(1, 7)[:, None]
    nodes = [node("Conv", "x kernel", "conv"), node("Relu", "conv", "relu"),
             node("ReduceMean", "relu", "y", axes=[2], keepdims=0)]  # fmt: skip
    probe = model(nodes, [("x", ["n", 2, 9])], [("y", ["n", 6])], {"kernel": kernel})
    onnx.save(probe, tmp_path / "series.onnx")
    network = OnnxNetwork(tmp_path / "series.onnx")
    assert network.layers["relu"].shape == (9, 6)
    series = np.random.default_rng(0).random((3, 2, 9)).astype(np.float32)
    found, _ = network.forward(["relu"])(series)
    expected = series[:, np.arange(6) % 2] * np.arange(1, 7)[:, None]
    np.testing.assert_allclose(found["relu"], expected.transpose(0, 2, 1), rtol=1e-5)


@pytest.mark.parametrize("kind", ["Relu", "Sigmoid", "Softmax", "Identity", "Cast", "Dropout"])
def test_what_works_number_by_number_keeps_the_order(kind):
    nodes = [node("Conv", "x w", "c"), node("Transpose", "c", "t", perm=[0, 3, 1, 2])]
    nodes.append(node(kind, "t", "y", **({"to": 1} if kind == "Cast" else {})))
    assert axes(nodes, ["n", 3, 8, 8], weights(w=(5, 3, 3, 3)))["y"] == -2


@pytest.mark.parametrize(
    ("kind", "inputs", "attributes"),
    [
        ("MaxPool", "c", {"kernel_shape": [2, 2]}),
        ("GlobalAveragePool", "c", {}),
        ("BatchNormalization", "c s s s s", {}),
        ("Concat", "c c", {"axis": 1}),
        ("Concat", "c c", {"axis": 2}),
        ("Add", "c b", {}),
        ("Mul", "b c", {}),
        ("Squeeze", "p two", {}),
        ("Unsqueeze", "f23 twothree", {}),
        ("ReduceMean", "c", {"axes": [2], "keepdims": 1}),
        ("Reshape", "c joined", {}),
        ("Pad", "c pads", {}),
    ],
)
def test_second_dimensions_stay_second(kind, inputs, attributes):
    nodes = [
        node("Conv", "x w", "c"),
        node("GlobalAveragePool", "c", "p"),
        node("ReduceMean", "c", "f23", axes=[2, 3], keepdims=0),
        node(kind, inputs, "y", **attributes),
    ]
    numbers = weights(w=(5, 3, 3, 3), s=(5,), b=(1, 5, 1, 1)) | {
        "two": np.array([2]), "twothree": np.array([2, 3]),
        "joined": np.array([0, 5, 36]), "pads": np.array([0, 0, 1, 1, 0, 0, 1, 1]),
    }  # fmt: skip
    found = axes(nodes, ["n", 3, 8, 8], numbers)
    graph = bare_graph(model(nodes, [("x", ["n", 3, 8, 8])], [("y", None)], numbers), "x")
    rank = len(next(each for each in graph.output).type.tensor_type.shape.dim)
    assert found["y"] == 1 - rank


def test_products_with_weights_have_units_last():
    nodes = [
        node("MatMul", "x w", "tokens"),
        node("Add", "tokens b", "shifted"),
        node("Transpose", "shifted", "turned", perm=[0, 2, 1]),
        node("MatMul", "turned shifted", "scores"),
        node("Softmax", "scores", "attention"),
        node("MatMul", "attention w2", "y"),
    ]
    found = axes(nodes, ["n", 7, 4], weights(w=(4, 6), b=(6,), w2=(6, 9)))
    assert [found[name] for name in ("tokens", "shifted", "turned", "y")] == [-1, -1, -2, -1]
    assert found["scores"] is None
    assert found["attention"] is None


def test_tables_of_embeddings_have_units_last():
    nodes = [node("Cast", "x", "ids", to=7), node("Gather", "table ids", "tokens"),
             node("LayerNormalization", "tokens s", "y")]  # fmt: skip
    found = axes(nodes, ["n", 7], weights(table=(20, 6), s=(6,)))
    assert (found["tokens"], found["y"]) == (-1, -1)


def test_patches_become_tokens():
    """As vision transformers make them: a convolution, flattened and turned."""
    nodes = [
        node("Conv", "x w", "patches", strides=[4, 4]),
        node("Reshape", "patches flat", "joined"),
        node("Transpose", "joined", "tokens", perm=[0, 2, 1]),
        node("Gather", "tokens zero", "y", axis=1),
    ]
    numbers = weights(w=(6, 3, 4, 4)) | {"flat": np.array([0, 6, 4]), "zero": np.array(0)}
    found = axes(nodes, ["n", 3, 8, 8], numbers)
    assert (found["joined"], found["tokens"], found["y"]) == (-2, -1, -1)


def test_what_mixes_dimensions_is_not_guessed():
    nodes = [
        node("Conv", "x w", "c"),
        node("Reshape", "c mixed", "r"),
        node("Relu", "r", "relu"),
        node("Mul", "relu scale", "y"),
    ]
    numbers = weights(w=(6, 3, 3, 3)) | {"mixed": np.array([0, 4, 9, 6])}
    found = axes(nodes, ["n", 3, 8, 8], numbers | weights(scale=(1,)))
    assert (found["r"], found["relu"], found["y"]) == (None, None, None)
    # a weight for each of one dimension tells that it counts neurons
    assert axes(nodes, ["n", 3, 8, 8], numbers | weights(scale=(4, 1, 1)))["y"] == -3


def test_inputs_that_are_mixed_by_a_reshape_are_not_followed():
    nodes = [node("Conv", "x w", "c"), node("Reshape", "c mixed", "y")]
    numbers = weights(w=(6, 3, 3, 3)) | {"mixed": np.array([-1, 6, 6, 3])}
    assert axes(nodes, ["n", 3, 8, 8], numbers)["y"] is None


def test_unknown_orders_are_refused_until_they_are_said(tmp_path):
    nodes = [
        node("Conv", "x w", "c"),
        node("Reshape", "c mixed", "mixed_maps"),
        node("ReduceMean", "mixed_maps", "y", axes=[1, 2], keepdims=0),
    ]
    numbers = weights(w=(6, 3, 3, 3)) | {"mixed": np.array([0, 4, 9, 6])}
    probe = model(nodes, [("x", ["n", 3, 8, 8])], [("y", ["n", 6])], numbers)
    onnx.save(probe, tmp_path / "mixed.onnx")
    words = r"'mixed_maps' .* \(4, 9, 6\).* first \(4 neurons\) or last \(6\); say so by `layer_ch"
    with pytest.raises(ValueError, match=words):
        OnnxNetwork(tmp_path / "mixed.onnx").forward(["mixed_maps"])
    images = IMAGES[:, :8, :8]
    for said, shape in (("first", (9, 6, 4)), ("last", (4, 9, 6))):
        for setting in (said, {"mixed_maps": said}):
            network = OnnxNetwork(tmp_path / "mixed.onnx", layer_channels=setting)
            assert network.layers["mixed_maps"].shape == shape
            assert network.forward(["mixed_maps"])(images)[0]["mixed_maps"].shape[1:] == shape
