"""Gradients of neurons by inputs as they are stored, in networks of every kind that has some."""

import numpy as np
import pytest
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.randomised_weights import randomised

PREPROCESS = Preprocessing(
    {"divisor": np.float32(2), "mean": np.float32([0.1, 0.2, 0.3]), "std": np.float32([1, 2, 4])},
    colors="bgr",
)


@pytest.fixture(params=["keras", "exported"])
def network(request, tmp_path):
    """A convolution and units above it."""
    if request.param == "keras":
        from topomaps.models.backend import keras
        from topomaps.models.keras_networks import KerasNetwork

        keras.utils.set_random_seed(0)
        layers = [keras.Input((6, 6, 3)), keras.layers.Conv2D(4, 3, activation="tanh", name="conv")]
        return KerasNetwork(keras.Sequential(layers))
    torch = pytest.importorskip("torch")
    from topomaps.models.exported_networks import ExportedNetwork

    torch.manual_seed(0)
    model = torch.nn.Sequential()
    model.add_module("inner", torch.nn.Conv2d(3, 4, 3))
    model.add_module("conv", torch.nn.Tanh())
    program = torch.export.export(model.eval(), (torch.zeros(1, 3, 6, 6),))
    torch.export.save(program, tmp_path / "m.pt2")
    return ExportedNetwork(tmp_path / "m.pt2", layer_channels="first")


def activity(network, inputs):
    found = network.forward(["conv"], PREPROCESS)(inputs.astype(np.float32))[0]["conv"]
    return found[..., [1, 3]].mean(axis=(1, 2, 3), dtype=np.float64)


def test_gradients_are_those_of_small_changes(network):
    inputs = np.random.default_rng(0).random((2, 6, 6, 3))
    found, gradients = network.input_gradients("conv", PREPROCESS)(inputs, np.array([1, 3]))
    assert found == pytest.approx(activity(network, inputs), rel=1e-5)
    assert gradients.shape == inputs.shape
    for place in ((0, 2, 3, 0), (1, 4, 1, 2)):
        ends = []
        for step in (0.05, -0.05):
            changed = inputs.copy()
            changed[place] += step
            ends.append(activity(network, changed)[place[0]])
        assert gradients[place] == pytest.approx((ends[0] - ends[1]) / 0.1, rel=0.02, abs=1e-5)


def test_weights_are_others_for_a_while_and_then_as_they_were(network):
    inputs = np.random.default_rng(0).random((2, 6, 6, 3))
    before, weights = activity(network, inputs), network.weights("conv")
    sums = [np.sort(each.read().ravel()).sum() for each in weights]
    with randomised(weights, np.random.default_rng(0)):
        assert not np.allclose(activity(network, inputs), before)
        assert [np.sort(each.read().ravel()).sum() for each in weights] == sums
    assert np.array_equal(activity(network, inputs), before)


def test_weights_of_onnx_are_others_for_a_while(tmp_path):
    onnx = pytest.importorskip("onnx")
    from topomaps.models.onnx_networks import OnnxNetwork

    kernel = np.arange(6, dtype=np.float32).reshape(3, 2)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["x", "kernel"], ["units"])], "g",
        [onnx.helper.make_tensor_value_info("x", 1, ["n", 3])],
        [onnx.helper.make_tensor_value_info("units", 1, ["n", 2])],
        [onnx.numpy_helper.from_array(kernel, "kernel")],
    )  # fmt: skip
    opset = [onnx.helper.make_opsetid("", 17)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=8)
    onnx.save(model, tmp_path / "m.onnx")
    network, inputs = OnnxNetwork(tmp_path / "m.onnx"), np.eye(3, dtype=np.float32)

    def found():
        return network.forward(["units"])(inputs)[0]["units"]

    assert np.array_equal(found(), kernel)
    with randomised(network.weights("units"), np.random.default_rng(0)):
        assert not np.array_equal(found(), kernel)
        assert sorted(found().ravel()) == sorted(kernel.ravel())
    assert np.array_equal(found(), kernel)
