"""Layers of Keras models of users, and inputs that fit them or not."""

import re

import numpy as np
import pytest

layers = pytest.importorskip("topomaps.models.network_layers")
keras = pytest.importorskip("keras")


@pytest.fixture(scope="module")
def model():
    return keras.Sequential(
        [
            keras.Input((8, 6, 1), name="input"),
            keras.layers.Conv2D(5, 3, name="conv"),
            keras.layers.Flatten(name="flat"),
            keras.layers.Dropout(0.5, name="drop"),
            keras.layers.Dense(4, name="dense"),
            keras.layers.Reshape((2, 2), name="square"),
            keras.layers.Flatten(name="flat_again"),
            keras.layers.Dense(2, name="output"),
        ],
        name="mine",
    )


def test_layers_are_listed_with_types_shapes_and_whether_they_are_suited(model):
    head, names, *rows = layers.layer_list(model).splitlines()
    assert head == "model mine, input (8, 6, 1)"
    assert names.split() == ["layer", "type", "output", "shape", "suited?"]
    found = {row.split()[0]: " ".join(row.split()) for row in rows}
    assert found["conv"] == "conv Conv2D (6, 4, 5) yes, 5 feature maps"
    assert found["dense"] == "dense Dense (4,) yes, 4 units"
    assert "possible, 120 units: the layer before, flattened" in found["flat"]
    assert "the same as the layer before" in found["drop"]
    assert "no, neither units (N) nor feature maps" in found["square"]
    assert "no, fewer than 4 neurons" in found["output"]


@pytest.mark.parametrize("shape", [(7, 6, 1), (8, 6, 3), (48,)])
def test_inputs_that_do_not_fit_are_refused_with_both_shapes(model, shape):
    layers.check_inputs(model, np.zeros((2, 8, 6, 1)))
    words = re.escape(f"have the shape {shape}, but the model mine expects (8, 6, 1)")
    with pytest.raises(ValueError, match=words):
        layers.check_inputs(model, np.zeros((2, *shape)))


def test_models_of_any_size_take_any_size_and_several_inputs_are_refused():
    free = keras.Sequential([keras.Input((None, None, 3)), keras.layers.Conv2D(4, 3)])
    layers.check_inputs(free, np.zeros((1, 9, 7, 3)))
    first, second = keras.Input((3,)), keras.Input((3,))
    both = keras.Model([first, second], keras.layers.Add()([first, second]))
    with pytest.raises(ValueError, match=r"several inputs.*export activations"):
        layers.check_inputs(both, np.zeros((1, 3)))


def test_outputs_in_chunks_are_those_of_the_layer(model, monkeypatch):
    monkeypatch.setattr(layers, "CHUNK", 3)
    images = np.random.default_rng(0).random((7, 8, 6, 1)).astype(np.float32)
    part = layers.layer_model(model, "dense")
    starts, parts = zip(*layers.outputs_in_chunks(part, images, 1.0), strict=True)
    assert starts == (0, 3, 6)
    whole = part.predict(images, verbose=0)
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match="no layer 'dens'; it has: conv, flat"):
        layers.layer_model(model, "dens")


def test_predictions_are_classes_where_the_outputs_are(caplog):
    outputs = np.array([[0.1, 0.7, 0.2], [0.9, 0.1, 0.0]])
    assert layers.predicted_classes(outputs, 3).tolist() == [1, 0]
    assert layers.predicted_classes(outputs[:, :1], 2).tolist() == [0, 1]
    assert layers.predicted_classes(outputs, 4) is None
    assert "no classification into the 4 classes" in caplog.text
