"""What is said of ONNX models before any job."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto
from onnx_probes import model, node, quarters


@pytest.fixture
def config(folder):
    """An experiment on a probe of images, `quarters.onnx`."""
    quarters("quarters.onnx")
    return {
        "datasets": {"px": {"source": "image_table", "path": "images.csv"}},
        "models": {"m": {"path": "quarters.onnx"}},
        "experiments": {
            "e": {"model": "m", "dataset": "px", "layers": ["means"], "figures": ["map_grid"]}
        },
    }


def save(nodes, inputs, outputs, weights=None, **options):
    onnx.save(model(nodes, inputs, outputs, weights, **options), "quarters.onnx")


def ones(**shapes):
    return {name: np.ones(shape, np.float32) for name, shape in shapes.items()}


def test_a_probe_has_no_errors(config, completed):
    completed(config)


def test_layers_of_no_known_order_are_refused_until_it_is_said(config, errors_of, completed):
    nodes = [node("Conv", "x w", "c"), node("Reshape", "c mixed", "maps"),
             node("ReduceMean", "maps", "y", axes=[1, 2], keepdims=0)]  # fmt: skip
    weights = ones(w=(6, 3, 3, 3)) | {"mixed": np.array([0, 4, 9, 6])}
    save(nodes, [("x", ["n", 3, 8, 8])], [("y", ["n", 6])], weights)
    config["experiments"]["e"]["layers"] = ["maps"]
    words = "experiments.e.layers: layer 'maps' has outputs of the shape (4, 9, 6), and the model"
    assert words in errors_of(config)
    for said in ("first", {"maps": "last"}):
        config["models"]["m"]["layer_channels"] = said
        completed(config)
    config["models"]["m"]["layer_channels"] = {"mops": "last"}
    assert "layer_channels: the model has no layer 'mops' (did you mean 'maps'?)" in errors_of(
        config
    )


def test_tokens_and_few_neurons_are_told_at_once(config, errors_of, completed):
    nodes = [node("Conv", "x w", "c"), node("Reshape", "c flat", "series"),
             node("Gemm", "few v", "y")]  # fmt: skip
    nodes.insert(2, node("ReduceMean", "series", "few", axes=[1], keepdims=0))
    weights = ones(w=(6, 3, 3, 3), v=(36, 3)) | {"flat": np.array([0, 6, 36])}
    save(nodes, [("x", ["n", 3, 8, 8])], [("y", ["n", 3])], weights)
    config["experiments"]["e"]["layers"] = ["series", "y"]
    errors = errors_of(config)
    assert "experiments.e.tokens: the layer 'series' has units of tokens, (36, 6)" in errors
    assert "experiments.e.layers: the layer 'y' has 3 neurons; a topographic map needs" in errors
    config["experiments"]["e"] |= {"layers": ["series"], "tokens": "mean"}
    completed(config)


def test_images_of_no_known_layout_are_refused_until_it_is_said(config, errors_of, completed):
    nodes = [node("Flatten", "x", "flat"), node("Gemm", "flat w", "y")]
    save(nodes, [("x", ["n", 3, 8, 3])], [("y", ["n", 5])], ones(w=(72, 5)))
    config["experiments"]["e"]["layers"] = ["y"]
    words = "models.m.preprocessing: the shape (3, 8, 3) of its inputs does not tell whether"
    assert words in errors_of(config)
    config["models"]["m"]["preprocessing"] = {"channels": "last"}
    completed(config)


def test_whole_numbers_are_not_divided(config, errors_of, completed):
    nodes = [node("Cast", "x", "real", to=1), node("Conv", "real w", "c"),
             node("ReduceMean", "c", "y", axes=[2, 3], keepdims=0)]  # fmt: skip
    for element in (TensorProto.UINT8, TensorProto.INT32):
        save(nodes, [("x", ["n", 3, 8, 8])], [("y", ["n", 5])], ones(w=(5, 3, 3, 3)), x=element)
        config["experiments"]["e"]["layers"] = ["c"]
        config["models"]["m"]["preprocessing"] = {"size": [8, 8]}
        completed(config)
        config["models"]["m"]["preprocessing"] = "torch"
        assert "of which this scaling makes fractions; leave the scaling" in errors_of(config)


def test_outputs_are_chosen_and_named(config, errors_of, completed):
    nodes = [node("Flatten", "x", "flat"), node("Gemm", "flat w", "a"), node("Gemm", "flat v", "b")]
    weights = ones(w=(192, 5), v=(192, 2))
    save(nodes, [("x", ["n", 3, 8, 8])], [("a", ["n", 5]), ("b", ["n", 2])], weights)
    config["experiments"]["e"] |= {"layers": ["a"], "groups": "prediction"}
    words = "needs predictions, and the model has several outputs, a (5,), b (2,); say by the key"
    assert words in errors_of(config)
    config["models"]["m"]["outputs"] = "b"
    completed(config)
    config["models"]["m"]["class_names"] = ["x", "y", "z"]
    assert "there are 3 names, but the model has 2 outputs" in errors_of(config)
    config["models"]["m"]["outputs"] = "c"
    assert "models.m.outputs: the model has no output 'c'; it has: a (5,), b (2,)" in errors_of(
        config
    )


def test_a_network_without_predictions_is_known_before_any_job(config, errors_of):
    save([node("Relu", "x", "y")], [("x", ["n", 4, 8, 8])], [("y", ["n", 4, 8, 8])])
    config["models"]["m"]["preprocessing"] = {"channels": "first"}
    config["experiments"]["e"] |= {"layers": ["y"], "groups": "prediction"}
    assert "no output of the model holds predictions; it has: y (4, 8, 8)" in errors_of(config)
