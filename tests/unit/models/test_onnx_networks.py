"""Activations of ONNX models, against those of the Keras models that they were converted from."""

import keras
import numpy as np
import onnx
import onnx_probes as probes
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx_conversion import to_onnx
from topomaps.models.applications import build_application
from topomaps.models.keras_networks import KerasNetwork
from topomaps.models.layer_lists import layer_list
from topomaps.models.onnx_networks import OnnxNetwork
from topomaps.models.preprocessing import preprocessing_function

LAYERS = keras.layers


def images(*shape, seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)


@pytest.fixture(scope="module")
def cnn():
    """A small CNN, whose biases are no zeros."""
    model = keras.Sequential(
        [
            keras.Input((9, 7, 3)),
            LAYERS.Conv2D(6, 3, strides=2, padding="same", activation="relu", name="conv"),
            LAYERS.BatchNormalization(name="norm"),
            LAYERS.Flatten(name="flat"),
            LAYERS.Dropout(0.5, name="drop"),
            LAYERS.Dense(8, activation="relu", name="units"),
            LAYERS.Dense(3, activation="softmax", name="classes"),
        ]
    )
    generator = np.random.default_rng(1)
    model.set_weights([generator.uniform(0.1, 0.9, each.shape) for each in model.get_weights()])
    return model


def compare(keras_network, onnx_network, layers, preprocess, x, error=1e-4):
    """Layers agree within a share of their largest value, and outputs as well."""
    expected, classes = keras_network.forward(layers, preprocess)(x)
    found, outputs = onnx_network.forward(layers, preprocess)(x)
    for layer in layers:
        assert found[layer].dtype == np.float32
        assert found[layer].shape == expected[layer].shape
        assert np.abs(found[layer] - expected[layer]).max() <= error * np.abs(expected[layer]).max()
    if classes is None:
        assert outputs is None
    else:
        np.testing.assert_allclose(outputs, classes, atol=1e-5)


def test_a_small_network_gives_the_activations_of_keras(tmp_path, cnn):
    to_onnx(cnn, tmp_path / "cnn.onnx")
    network = OnnxNetwork(tmp_path / "cnn.onnx", class_names=["a", "b", "c"])
    assert (network.name, network.input_shape) == ("cnn", (3, 9, 7))
    assert network.class_names == ("a", "b", "c")
    layers = [layer.name for layer in cnn.layers]
    for preprocess in (preprocessing_function("tf"), preprocessing_function({"colors": "bgr"})):
        compare(KerasNetwork(cnn), network, layers, preprocess, images(5, 9, 7, 3))


@pytest.mark.parametrize("include_top", [True, False])
def test_mobilenet_gives_the_activations_of_keras(tmp_path, include_top):
    model = build_application(
        "MobileNet", image_shape=(64, 64), include_top=include_top, alpha=0.25
    )
    to_onnx(model, tmp_path / "mobilenet.onnx")
    network, original = OnnxNetwork(tmp_path / "mobilenet.onnx", threads=2), KerasNetwork(model)
    assert set(original.layers) <= set(network.layers)
    shapes = {name: network.layers[name].shape for name in original.layers}
    assert shapes == {name: layer.shape for name, layer in original.layers.items()}
    preprocess = preprocessing_function("tf")
    compare(original, network, list(original.layers), preprocess, images(4, 64, 64, 3))


def test_layers_are_listed_with_operators_and_shapes(tmp_path, cnn):
    to_onnx(cnn, tmp_path / "cnn.onnx")
    head, _, *rows = layer_list(OnnxNetwork(tmp_path / "cnn.onnx"), every=True).splitlines()
    assert head == "model cnn, input (3, 9, 7)"
    found = {row.split()[-1]: " ".join(row.split()[:-1]) for row in rows}
    assert found["conv"] == "(5, 4, 6) Relu yes, 6 feature maps"
    assert found["flat"] == "(120,) Flatten flattened, 120 units"
    assert found["drop"] == "(120,) Identity as before, 120 units"
    assert found["units"] == "(8,) Relu yes, 8 units"
    assert found["classes"] == "(3,) Softmax no, fewer than 4 neurons"


def test_shapes_that_the_file_does_not_tell_are_found_by_running_zeros(tmp_path):
    squeezed(tmp_path / "squeezed.onnx")
    network = OnnxNetwork(tmp_path / "squeezed.onnx")
    assert network.layers["chosen"].shape is None
    network.resolve_shapes()
    assert (network.layers["chosen"].shape, network.layers["chosen"].axis) == ((4,), -1)


@pytest.mark.parametrize("batch", [1, 4])
def test_a_fixed_number_of_inputs_is_run_in_parts(tmp_path, cnn, batch):
    to_onnx(cnn, tmp_path / "free.onnx")
    to_onnx(cnn, tmp_path / "fixed.onnx", batch)
    x = images(10, 9, 7, 3)
    free, fixed = (OnnxNetwork(tmp_path / f"{name}.onnx") for name in ("free", "fixed"))
    expected, classes = free.forward(["units"])(x)
    found, outputs = fixed.forward(["units"])(x)
    np.testing.assert_allclose(found["units"], expected["units"], rtol=1e-5)
    np.testing.assert_allclose(outputs, classes, atol=1e-6)


def test_the_same_inputs_give_the_same_bytes(tmp_path, cnn):
    to_onnx(cnn, tmp_path / "cnn.onnx")
    x = images(10, 9, 7, 3)
    one, other = (OnnxNetwork(tmp_path / "cnn.onnx").forward(["conv"])(x) for _ in range(2))
    assert one[0]["conv"].tobytes() == other[0]["conv"].tobytes()


def write(path, nodes, input_shape, output_shape, weights=(), element=TensorProto.FLOAT):
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", element, input_shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, output_shape)],
        list(weights),
    )
    versions = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=9), path)


def test_feature_maps_may_have_their_channels_last(tmp_path):
    nodes = [
        helper.make_node("Transpose", ["x"], ["last"], perm=[0, 2, 3, 1]),
        helper.make_node("ReduceMean", ["last"], ["y"], axes=[1, 2], keepdims=0),
    ]
    write(tmp_path / "turned.onnx", nodes, ["n", 3, 8, 6], ["n", 3])
    x = images(2, 8, 6, 3)
    network = OnnxNetwork(tmp_path / "turned.onnx")  # the shape tells it of the input
    assert network.layers["last"].shape == (8, 6, 3)
    found, outputs = network.forward(["last"])(x)
    np.testing.assert_array_equal(found["last"], x)
    np.testing.assert_allclose(outputs, x.mean(axis=(1, 2)), rtol=1e-5)
    said = OnnxNetwork(tmp_path / "turned.onnx", layer_channels={"last": "first"})
    first = said.forward(["last"])(x)[0]["last"]
    np.testing.assert_array_equal(first, x.transpose(0, 2, 3, 1))


def test_inputs_with_channels_last_and_of_whole_numbers(tmp_path):
    nodes = [
        helper.make_node("Cast", ["x"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["real"], ["y"], axes=[1, 2], keepdims=0),
    ]
    shape = ["n", 8, 6, 3]
    write(tmp_path / "bytes.onnx", nodes, shape, ["n", 3], element=TensorProto.UINT8)
    x = images(2, 8, 6, 3)
    found, outputs = OnnxNetwork(tmp_path / "bytes.onnx").forward([])(x)
    assert found == {}
    np.testing.assert_allclose(outputs, x.mean(axis=(1, 2)), rtol=1e-5)


def test_tokens_are_left_as_they_are_and_half_precision_becomes_single(tmp_path):
    table = numpy_helper.from_array(np.arange(40, dtype=np.float16).reshape(10, 4), "table")
    nodes = [
        helper.make_node("Gather", ["table", "x"], ["tokens"]),
        helper.make_node("ReduceMean", ["tokens"], ["half"], axes=[1], keepdims=0),
        helper.make_node("Cast", ["half"], ["y"], to=TensorProto.FLOAT),
    ]
    write(tmp_path / "t.onnx", nodes, ["n", 3], ["n", 4], [table], element=TensorProto.INT64)
    found, _ = OnnxNetwork(tmp_path / "t.onnx").forward(["tokens"])(
        np.array([[0, 9, 1], [2, 2, 2]])
    )
    assert found["tokens"].dtype == np.float32
    np.testing.assert_array_equal(found["tokens"][0, 1], [36, 37, 38, 39])


def test_data_beside_the_model_are_read(tmp_path, cnn):
    to_onnx(cnn, tmp_path / "whole.onnx")
    onnx.save(onnx.load(tmp_path / "whole.onnx"), tmp_path / "parts.onnx",
              save_as_external_data=True, location="weights.bin", size_threshold=0)  # fmt: skip
    x = images(3, 9, 7, 3)
    whole, parts = (
        OnnxNetwork(tmp_path / f"{name}.onnx").forward(["units"])(x) for name in ("whole", "parts")
    )
    np.testing.assert_array_equal(parts[0]["units"], whole[0]["units"])


def test_layers_and_inputs_that_do_not_fit_are_refused(tmp_path, cnn):
    to_onnx(cnn, tmp_path / "cnn.onnx")
    network = OnnxNetwork(tmp_path / "cnn.onnx")
    with pytest.raises(ValueError, match="the model cnn has no layer 'conf'; it has: conv"):
        network.forward(["conf"])
    with pytest.raises(ValueError, match=r"have the shape \(1, 9, 7\), but the model cnn expects"):
        network.forward(["conv"])(images(2, 9, 7, 1))


def test_what_mixes_the_inputs_is_refused(tmp_path):
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mixed"], axes=[0], keepdims=1),
        helper.make_node("Sub", ["x", "mixed"], ["y"]),
    ]
    write(tmp_path / "mixing.onnx", nodes, ["n", 5], ["n", 5])
    call = OnnxNetwork(tmp_path / "mixing.onnx").forward(["mixed"])
    words = r"'mixed' of .*mixing\.onnx has the shape \(1, 5\) for 3 inputs"
    with pytest.raises(ValueError, match=words):
        call(np.ones((3, 5)))


def test_models_that_onnxruntime_cannot_load_are_refused(tmp_path):
    nodes = [helper.make_node("MatMul", ["x", "x"], ["y"]), helper.make_node("Gone", ["y"], ["z"])]
    write(tmp_path / "gone.onnx", nodes, ["n", 5], ["n", 5])
    with pytest.raises(ValueError, match=r"onnxruntime .* cannot load .*gone\.onnx: .*export"):
        OnnxNetwork(tmp_path / "gone.onnx").forward(["y"])


@pytest.mark.parametrize("element", [TensorProto.STRING, TensorProto.BOOL, TensorProto.BFLOAT16])
def test_inputs_that_are_no_numbers_are_refused(tmp_path, element):
    nodes = [helper.make_node("Identity", ["x"], ["y"])]
    write(tmp_path / "words.onnx", nodes, ["n", 5], ["n", 5], element=element)
    with pytest.raises(ValueError, match=r"words\.onnx takes inputs of the type .* must take numb"):
        OnnxNetwork(tmp_path / "words.onnx")


def test_outputs_may_be_several_or_no_classes(tmp_path, caplog):
    nodes = [helper.make_node("Relu", ["x"], ["y"])]
    write(tmp_path / "maps.onnx", nodes, ["n", 3, 4, 4], ["n", 3, 4, 4])
    assert OnnxNetwork(tmp_path / "maps.onnx").forward(["y"])(images(2, 4, 4, 3))[1] is None
    assert "no output of the model holds predictions" in caplog.text


def squeezed(path):
    """What torch.onnx makes of `x.squeeze(2)` with free dimensions: an `If` by the shape."""
    branches = {
        "then_branch": helper.make_graph(
            [probes.node("Squeeze", "gap two", "squeezed")],
            "then",
            [],
            [helper.make_tensor_value_info("squeezed", TensorProto.FLOAT, None)],
        ),
        "else_branch": helper.make_graph(
            [probes.node("Identity", "gap", "same")],
            "else",
            [],
            [helper.make_tensor_value_info("same", TensorProto.FLOAT, None)],
        ),
    }
    nodes = [
        probes.node("Relu", "x", "gap"),
        probes.node("Shape", "gap", "shape"),
        probes.node("Gather", "shape place", "size"),
        probes.node("Equal", "size one", "is_one"),
        probes.node("If", "is_one", "chosen", **branches),
        probes.node("MatMul", "chosen w", "units"),
        probes.node("Relu", "units", "y"),
    ]
    weights = {
        "two": np.array([2]), "place": np.array(2), "one": np.array(1),
        "w": np.arange(20, dtype=np.float32).reshape(4, 5),
    }  # fmt: skip
    onnx.save(probes.model(nodes, [("x", ["n", 4, 1])], [("y", ["n", 5])], weights), path)


def test_layers_after_a_branch_are_there(tmp_path):
    squeezed(tmp_path / "squeezed.onnx")
    network = OnnxNetwork(tmp_path / "squeezed.onnx")
    assert list(network.layers) == ["gap", "chosen", "units", "y"]
    x = np.random.default_rng(0).random((3, 4, 1)).astype(np.float32)
    found, _ = network.forward(["chosen", "units"])(x)
    np.testing.assert_array_equal(found["chosen"], x[..., 0])
    expected = x[..., 0] @ np.arange(20).reshape(4, 5)
    np.testing.assert_allclose(found["units"], expected, rtol=1e-5)


def test_layers_after_a_loop_are_there(tmp_path):
    """Three rounds, in each of which what comes from outside is added."""
    body = helper.make_graph(
        [probes.node("Identity", "go", "goes"), probes.node("Add", "sum outside", "more")],
        "body",
        [helper.make_tensor_value_info("round", TensorProto.INT64, []),
         helper.make_tensor_value_info("go", TensorProto.BOOL, []),
         helper.make_tensor_value_info("sum", TensorProto.FLOAT, None)],
        [helper.make_tensor_value_info("goes", TensorProto.BOOL, []),
         helper.make_tensor_value_info("more", TensorProto.FLOAT, None)],
    )  # fmt: skip
    nodes = [
        probes.node("Relu", "x", "outside"),
        helper.make_node("Loop", ["rounds", "", "start"], ["looped"], body=body),
        probes.node("MatMul", "looped w", "y"),
    ]
    weights = {"rounds": np.array(3), "start": np.zeros((1, 4), np.float32),
               "w": np.eye(4, 5, dtype=np.float32)}  # fmt: skip
    probe = probes.model(nodes, [("x", ["n", 4])], [("y", ["n", 5])], weights)
    onnx.save(probe, tmp_path / "loop.onnx")
    network = OnnxNetwork(tmp_path / "loop.onnx")
    assert list(network.layers) == ["outside", "looped", "y"]
    x = np.random.default_rng(0).random((3, 4)).astype(np.float32)
    np.testing.assert_allclose(network.forward(["looped"])(x)[0]["looped"], 3 * x, rtol=1e-6)


def test_shapes_and_what_is_made_of_them_are_no_layers(tmp_path):
    nodes = [
        probes.node("Relu", "x", "maps"),
        probes.node("Shape", "maps", "shape"),
        probes.node("Cast", "shape", "sizes", to=TensorProto.FLOAT),
        probes.node("ConstantOfShape", "shape", "zeros"),
        probes.node("Add", "maps zeros", "sum"),
        probes.node("ArgMax", "sum", "best", axis=1),
        probes.node("Identity", "sum", "y"),
    ]
    probe = probes.model(nodes, [("x", ["n", 6])], [("y", ["n", 6])])
    onnx.save(probe, tmp_path / "shapes.onnx")
    assert list(OnnxNetwork(tmp_path / "shapes.onnx").layers) == ["maps", "sum", "y"]


def test_a_dimension_that_is_as_long_as_the_inputs_by_chance_is_found_out(tmp_path):
    nodes = [probes.node("Transpose", "x", "turned", perm=[1, 0, 2]),
             probes.node("ReduceMean", "x", "y", axes=[1], keepdims=0)]  # fmt: skip
    onnx.save(probes.model(nodes, [("x", ["n", 5, 4])], [("y", ["n", 4])]), tmp_path / "t.onnx")
    call = OnnxNetwork(tmp_path / "t.onnx", layer_channels="last").forward(["turned"])
    with pytest.raises(ValueError, match=r"'turned' of .* has the shape \(5, 1, 4\) for 1 inputs"):
        call(np.ones((5, 5, 4)))


def test_modules_of_pytorch_name_layers_where_they_have_one_output(tmp_path):
    nodes = [
        probes.node("MatMul", "x w", "matmul"),
        probes.node("Add", "matmul b", "linear"),
        probes.node("Relu", "linear", "relu"),
        probes.node("MatMul", "relu w", "again"),
        probes.node("Relu", "again", "y"),
    ]
    scopes = (["fc1", "matmul"], ["fc1", "add"], ["act", "relu"], ["block", "block.fc", "mm"],
              ["act", "relu_1"])  # fmt: skip
    for each, scope in zip(nodes, scopes, strict=True):
        each.metadata_props.add(key="pkg.torch.onnx.name_scopes", value=str(["", *scope]))
    weights = {"w": np.eye(4, dtype=np.float32), "b": np.ones(4, np.float32)}
    probe = probes.model(nodes, [("x", ["n", 4])], [("y", ["n", 4])], weights)
    onnx.save(probe, tmp_path / "torch.onnx")
    network = OnnxNetwork(tmp_path / "torch.onnx")
    modules = {each.name: each.modules for each in network.layers.values() if each.modules}
    assert modules == {"linear": ("fc1",), "again": ("block.fc", "block")}  # `act`: twice
    found, _ = network.forward(["fc1", "relu"])(np.zeros((2, 4), np.float32))
    np.testing.assert_array_equal(found["fc1"], np.ones((2, 4)))
    with pytest.raises(ValueError, match="has no layer 'act'"):
        network.forward(["act"])


def test_labels_and_probabilities_of_scikit_learn_are_told_apart(tmp_path):
    """As skl2onnx writes a classifier: labels, and a list of mappings made of probabilities."""
    nodes = [
        probes.node("MatMul", "x w", "scores"),
        probes.node("Softmax", "scores", "probabilities"),
        probes.node("ArgMax", "probabilities", "output_label", axis=1, keepdims=0),
        probes.node("ZipMap", "probabilities", "output_probability", domain="ai.onnx.ml",
                    classlabels_strings=["cat", "dog", "owl"]),
    ]  # fmt: skip
    probe = probes.model(
        nodes, [("x", ["n", 4])], [("output_label", ["n"])],
        {"w": np.eye(4, 3, dtype=np.float32)}, output_label=TensorProto.INT64,
    )  # fmt: skip
    mapping = helper.make_map_type_proto(
        TensorProto.STRING, helper.make_tensor_type_proto(TensorProto.FLOAT, [])
    )
    probe.graph.output.append(
        helper.make_value_info("output_probability", helper.make_sequence_type_proto(mapping))
    )
    onnx.save(probe, tmp_path / "sklearn.onnx")
    network = OnnxNetwork(tmp_path / "sklearn.onnx")
    assert network.class_names == ("cat", "dog", "owl")
    assert [each.shape for each in network.outputs] == [(), (3,)]
    assert list(network.layers) == ["scores", "probabilities"]
    _, outputs = network.forward([])(np.eye(4, dtype=np.float32))
    np.testing.assert_array_equal(outputs.argmax(axis=1), [0, 1, 2, 0])
    np.testing.assert_allclose(outputs.sum(axis=1), 1, rtol=1e-5)


def test_the_output_that_holds_the_predictions_is_said(tmp_path, caplog):
    nodes = [probes.node("MatMul", "x w", "first"), probes.node("MatMul", "x v", "second")]
    weights = {"w": np.eye(4, 3, dtype=np.float32), "v": np.eye(4, 2, dtype=np.float32)}
    outputs = [("first", ["n", 3]), ("second", ["n", 2])]
    onnx.save(probes.model(nodes, [("x", ["n", 4])], outputs, weights), tmp_path / "two.onnx")
    x = np.eye(4, dtype=np.float32)
    for name, n_classes in (("first", 3), ("second", 2)):
        network = OnnxNetwork(tmp_path / "two.onnx", output=name)
        np.testing.assert_array_equal(network.forward(["first"])(x)[1], np.eye(4, n_classes))
    assert OnnxNetwork(tmp_path / "two.onnx").forward(["first"])(x)[1] is None
    assert "several outputs, first (3,), second (2,); say by the key `outputs`" in caplog.text
    with pytest.raises(ValueError, match=r"no output 'third'; it has: first \(3,\), second \(2,\)"):
        OnnxNetwork(tmp_path / "two.onnx", output="third")


def test_inputs_that_follow_from_texts_are_given(tmp_path):
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(each, TensorProto.INT64, ["b", "t"]) for each in names]
    table = np.arange(24, dtype=np.float32).reshape(6, 4)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["found"]),
        helper.make_node("Add", ["attention_mask", "token_type_ids"], ["sums"]),
        helper.make_node("Cast", ["sums"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["as_float", "last"], ["column"]),
        helper.make_node("Mul", ["found", "column"], ["masked"]),
    ]
    weights = [numpy_helper.from_array(table, "table"),
               numpy_helper.from_array(np.array([-1], np.int64), "last")]  # fmt: skip
    output = helper.make_tensor_value_info("masked", TensorProto.FLOAT, ["b", "t", 4])
    graph = helper.make_graph(nodes, "three", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    onnx.save(model, path := tmp_path / "three.onnx")
    tokens = np.array([[1, 5, 2], [3, 0, 0]])
    mask = np.array([[1, 1, 1], [1, 0, 0]])
    network = OnnxNetwork(path, layer_channels="last")
    values, real = network.forward(["masked"])({"input_ids": tokens, "attention_mask": mask})[0][
        "masked"
    ]
    np.testing.assert_array_equal(values, table[tokens] * mask[..., None])
    np.testing.assert_array_equal(real, mask.astype(bool))


def test_a_state_is_zero_by_configuration(tmp_path):
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["b", 4]),
              helper.make_tensor_value_info("state", TensorProto.FLOAT, [1, "b", 4])]  # fmt: skip
    nodes = [helper.make_node("Squeeze", ["state", "zero"], ["h"]),
             helper.make_node("Add", ["x", "h"], ["sum"])]  # fmt: skip
    weights = [numpy_helper.from_array(np.array([0], np.int64), "zero")]
    output = helper.make_tensor_value_info("sum", TensorProto.FLOAT, ["b", 4])
    graph = helper.make_graph(nodes, "recurrent", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    onnx.save(model, path := tmp_path / "state.onnx")
    numbers = np.arange(12, dtype=np.float32).reshape(3, 4)
    with pytest.raises(ValueError, match=r"has 2 inputs \(x, state\).*constant_inputs"):
        OnnxNetwork(path).forward(["sum"])(numbers)
    found, _ = OnnxNetwork(path, constants={"state": 2}).forward(["sum"])(numbers)
    np.testing.assert_array_equal(found["sum"], numbers + 2)
