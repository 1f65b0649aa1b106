"""Activations of Keras models in one pass, against those of models cut off at the layer."""

from pathlib import Path

import keras
import numpy as np
import pytest
from topomaps.models.applications import build_application
from topomaps.models.keras_loading import load_model
from topomaps.models.keras_networks import KerasNetwork, recorded
from topomaps.models.layer_info import LayerInfo
from topomaps.models.preprocessing import preprocessing_function
from topomaps.models.training import as_inputs, build_model

KERAS_2 = Path(__file__).parents[2] / "data" / "keras_2.h5"
LAYERS = keras.layers


def images(*shape, seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)


def expected_of(model, layer, inputs):
    """Activations as Keras gives them for a model that ends at the layer."""
    return keras.Model(model.inputs, model.get_layer(layer).output).predict(inputs, verbose=0)


@pytest.mark.parametrize(
    ("name", "size", "options", "layers", "preprocessing"),
    [
        ("VGG16", 32, {"include_top": False}, ["block1_pool", "block3_conv2", "block5_pool"],
         "caffe"),
        ("MobileNet", 32, {"alpha": 0.25}, ["conv1", "conv_pw_3_relu", "dropout", "predictions"],
         "tf"),
    ],
)  # fmt: skip
def test_applications_give_what_models_cut_off_at_the_layers_give(
    name, size, options, layers, preprocessing
):
    model = build_application(name, image_shape=(size, size), **options)
    network = KerasNetwork(model)
    x = images(3, size, size, 3)
    preprocess = preprocessing_function("own", application=name)
    found, outputs = network.forward(layers, preprocess)(x)
    inputs = preprocessing_function(preprocessing)(x)
    for layer in layers:
        expected = expected_of(model, layer, inputs)
        assert found[layer].dtype == np.float32
        np.testing.assert_allclose(found[layer], expected, rtol=1e-4, atol=1e-5)
    if "predictions" in layers:
        np.testing.assert_array_equal(outputs, found["predictions"])
    else:
        assert outputs is None


@pytest.mark.parametrize(("architecture", "layer"), [("mlp", "hidden"), ("cnn", "conv_2")])
def test_models_trained_here_give_the_very_bytes_of_predict(architecture, layer):
    model = build_model(architecture, (12, 12, 1), 10, width=16)
    x = images(70, 12, 12, 1)
    ends_there = keras.Model(model.inputs, model.get_layer(layer).output)
    call = KerasNetwork(model).forward([layer, "output"], preprocessing_function(scale=255))
    for size in (64, 70, 9):  # of other sizes the last bits differ on some processors
        expected = ends_there.predict(as_inputs(x, 255), batch_size=size, verbose=0)
        parts = [call(x[start : start + size])[0][layer] for start in range(0, len(x), size)]
        assert np.concatenate(parts).tobytes() == expected.tobytes()


def test_inner_layers_of_nested_models(nested):
    network = KerasNetwork(nested, class_names=["a", "b", "c"])
    assert list(network.layers) == ["base", "base/scaling", "base/conv", "pooled", "classes"]
    assert network.layers["base/conv"] == LayerInfo("base/conv", "Conv2D", (6, 4, 5), -1)
    assert network.input_shape == (8, 6, 1)
    assert network.class_names == ("a", "b", "c")
    x = images(4, 8, 6, 1)
    found, outputs = network.forward(["base/conv", "base", "pooled"])(x)
    conv = nested.get_layer("base").get_layer("conv")
    kernel, bias = conv.get_weights()
    scaled = x[..., 0].astype(np.float32) / 255
    windows = np.lib.stride_tricks.sliding_window_view(scaled, (3, 3), axis=(1, 2))
    expected = np.maximum(np.tensordot(windows, kernel[:, :, 0], 2) + bias, 0)
    np.testing.assert_allclose(found["base/conv"], expected, atol=1e-5)
    np.testing.assert_array_equal(found["base"], found["base/conv"])
    np.testing.assert_allclose(found["pooled"], expected.mean(axis=(1, 2)), atol=1e-5)
    np.testing.assert_allclose(outputs, nested.predict(x, verbose=0), atol=1e-6)


def test_inner_layers_of_models_of_keras_2():
    with np.load(KERAS_2.with_suffix(".npz")) as arrays:
        inputs, outputs, separable = (arrays[n] for n in ("inputs", "outputs", "separable"))
    found, given = KerasNetwork(load_model(KERAS_2)).forward(["base/separable"])(inputs)
    np.testing.assert_allclose(found["base/separable"], separable, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(given, outputs, rtol=1e-4, atol=1e-6)


def test_of_a_layer_used_several_times_the_first_use_counts():
    number = keras.Input((4,), name="number")
    shared = LAYERS.Dense(4, activation="relu", name="shared")
    once = shared(number)
    model = keras.Model(number, LAYERS.Dense(2, name="end")(shared(once)))
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    found, _ = KerasNetwork(model).forward(["shared"])(x)
    kernel, bias = shared.get_weights()
    np.testing.assert_allclose(found["shared"], np.maximum(x @ kernel + bias, 0), atol=1e-6)


def test_operations_between_layers_count_as_layers():
    number = keras.Input((4,), name="number")
    model = keras.Model(number, LAYERS.Dense(2)(keras.ops.relu(number * 3)))
    network = KerasNetwork(model)
    assert [layer.kind for layer in network.layers.values()] == ["Multiply", "Relu", "Dense"]
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    name = list(network.layers)[1]
    np.testing.assert_allclose(network.forward([name])(x)[0][name], np.maximum(3 * x, 0))


def test_tokens_and_half_precision():
    model = keras.Sequential(
        [
            keras.Input((6,), dtype="int32"),
            LAYERS.Embedding(10, 8, name="tokens"),
            LAYERS.Dense(4, dtype="mixed_float16", name="half"),
            LAYERS.GlobalAveragePooling1D(name="pooled"),
            LAYERS.Dense(2, name="classes"),
        ]
    )
    found, outputs = KerasNetwork(model).forward(["tokens", "half"])(np.array([[0, 1, 2, 3, 4, 9]]))
    table = model.get_layer("tokens").get_weights()[0]
    np.testing.assert_array_equal(found["tokens"][0], table[[0, 1, 2, 3, 4, 9]])
    assert found["half"].shape == (1, 6, 4)
    assert found["half"].dtype == outputs.dtype == np.float32


def test_channels_first_and_free_sizes():
    model = keras.Sequential(
        [
            keras.Input((3, None, None), name="image"),
            LAYERS.Permute((2, 3, 1)),
            LAYERS.Conv2D(4, 3, name="conv"),
        ],
        name="free",
    )
    call = KerasNetwork(model).forward(["conv"])
    assert call(images(2, 9, 7, 3))[0]["conv"].shape == (2, 7, 5, 4)
    assert call(images(2, 6, 6, 3))[0]["conv"].shape == (2, 4, 4, 4)
    with pytest.raises(ValueError, match=r"have the shape \(1, 6, 6\), but the model free expects"):
        KerasNetwork(model).forward(["conv"])(images(2, 6, 6, 1))


def test_outputs_may_be_left_out_or_be_no_classes(nested, caplog):
    call = KerasNetwork(nested).forward(["pooled"], outputs=False)
    assert call(images(2, 8, 6, 1))[1] is None
    assert caplog.text == ""
    number = keras.Input((4,))
    heads = keras.Model(number, [LAYERS.Dense(2, name="a")(number), LAYERS.Dense(3)(number)])
    assert KerasNetwork(heads).forward(["a"])(np.ones((1, 4)))[1] is None
    assert "say by the key `outputs` of the model which one holds" in caplog.text


def test_weights_may_change_between_calls():
    model = build_model("mlp", (2, 2, 1), 3, width=4)
    call = KerasNetwork(model).forward(["hidden"])
    x = images(3, 2, 2, 1)
    assert call(x)[0]["hidden"].any()
    model.set_weights([np.zeros_like(each) for each in model.get_weights()])
    assert not call(x)[0]["hidden"].any()


def test_models_and_layers_that_cannot_be_used_are_refused():
    inputs = [keras.Input((3,)), keras.Input((3,))]
    both = keras.Model(inputs, LAYERS.Add()(inputs), name="both")
    with pytest.raises(ValueError, match=r"model both has 2 inputs .*export activations"):
        KerasNetwork(both).forward([both.layers[-1].name])(np.ones((1, 3)))
    steps = keras.Input((5, 3))
    states = LAYERS.LSTM(4, return_state=True, name="states")(steps)
    network = KerasNetwork(keras.Model(steps, states[0], name="mine"))
    with pytest.raises(ValueError, match=r"layer 'states' of mine has several outputs"):
        network.forward(["states"])
    with pytest.raises(ValueError, match=r"no layer 'hiden'; it has: states"):
        network.forward(["hiden"])


def test_recording_leaves_no_trace(nested):
    layer = nested.get_layer("pooled")
    before = dict(vars(layer))
    with recorded({"pooled": layer}) as found:
        nested(np.zeros((1, 8, 6, 1)))
    assert found["pooled"].shape == (1, 5)
    assert vars(layer).keys() == before.keys()
    with pytest.raises(ValueError, match="incompatible"), recorded({"pooled": layer}):
        nested(np.zeros((1, 8, 6, 7)))
    assert vars(layer).keys() == before.keys()


def test_the_output_that_holds_the_predictions_is_said():
    number = keras.Input((4,))
    heads = [keras.layers.Dense(n, name=f"head_{n}")(number) for n in (3, 2)]
    model, x = keras.Model(number, heads), np.eye(4, dtype=np.float32)
    assert KerasNetwork(model).forward(["head_3"])(x)[1] is None
    for place, n in enumerate((3, 2)):
        outputs = KerasNetwork(model, output=f"head_{n}").forward(["head_3"])(x)[1]
        np.testing.assert_allclose(outputs, model.predict(x, verbose=0)[place], rtol=1e-5)
    with pytest.raises(ValueError, match=r"no output 'head'; it has: head_3 \(3,\), head_2 \(2,\)"):
        KerasNetwork(model, output="head")
