"""Where layers of Keras have their neurons, by their own settings and by the graph."""

import keras
import numpy as np
import pytest
from keras import layers as kinds
from keras import ops
from topomaps.models.keras_axes import neuron_axes
from topomaps.models.keras_networks import KerasNetwork, inner_layers

FIRST = {"data_format": "channels_first"}


def axes_of(model):
    """Axis of each layer by its name."""
    found = neuron_axes(model)
    return {name: found[id(layer)] for name, layer in inner_layers(model)}


def image_model():
    """Channels first, with what keeps the order, what moves it and what leaves it open."""
    image = keras.Input((3, 16, 16))
    x = kinds.Rescaling(1 / 255, name="scaled")(image)
    x = kinds.Conv2D(8, 3, name="conv", **FIRST)(x)
    x = kinds.BatchNormalization(axis=1, name="norm")(x)
    x = kinds.Activation("relu", name="active")(x)
    weights = kinds.GlobalAveragePooling2D(name="pooled", **FIRST)(x)
    weights = kinds.Reshape((8, 1, 1), name="weights")(weights)
    x = kinds.Multiply(name="weighted")([x, weights])
    x = kinds.MaxPooling2D(name="smaller", **FIRST)(x)
    x = kinds.ZeroPadding2D(1, name="padded", **FIRST)(x)
    x = kinds.UpSampling2D(2, name="larger", **FIRST)(x)
    x = ops.relu(kinds.Add(name="sum")([x, x]))
    turned = kinds.Permute((2, 3, 1), name="turned")(x)
    last = kinds.Conv2D(5, 3, name="last")(turned)
    tokens = kinds.Reshape((5, -1), name="tokens")(last)
    return keras.Model(image, [kinds.Dense(6, name="dense")(tokens), weights])


def test_the_order_follows_the_graph():
    found = axes_of(image_model())
    kept = ("scaled", "conv", "norm", "active", "weighted", "smaller", "padded", "larger", "sum")
    assert {name: found[name] for name in kept} == dict.fromkeys(kept, -3)
    assert {found[name] for name in ("pooled", "turned", "last", "dense")} == {-1}
    assert {found[name] for name in ("weights", "tokens")} == {None}


def test_models_within_models_take_the_order_of_their_input():
    image = keras.Input((3, 8, 8))
    shape = (4, 6, 6)
    inner = keras.Sequential([keras.Input(shape), kinds.ReLU(name="relu")], name="inner")
    x = inner(kinds.Conv2D(4, 3, name="conv", **FIRST)(image))
    found = axes_of(keras.Model(image, kinds.Dropout(0.5, name="out")(x)))
    assert found == {"conv": -3, "inner": -3, "inner/relu": -3, "out": -3}


def test_series_have_channels_first_too():
    series = keras.Input((4, 20))
    x = kinds.Conv1D(6, 3, name="conv", **FIRST)(series)
    x = kinds.MaxPooling1D(2, name="pooled", **FIRST)(x)
    x = kinds.Permute((2, 1), name="turned")(x)
    x = kinds.LSTM(5, return_sequences=True, name="states")(x)
    network = KerasNetwork(keras.Model(series, x))
    assert [network.layers[name].axis for name in network.layers] == [-2, -2, -1, -1]
    assert network.layers["conv"].shape == (18, 6)
    assert network.layers["turned"].shape == (9, 6)


def test_models_with_channels_last_stay_as_they_were():
    image = keras.Input((8, 8, 3))
    x = kinds.Conv2D(4, 3, name="conv")(image)
    x = ops.mean(x, axis=1)
    x = kinds.Reshape((3, 8), name="reshaped")(x)
    found = axes_of(keras.Model(image, kinds.LayerNormalization(name="norm")(x)))
    assert set(found.values()) == {-1}


def test_what_moves_dimensions_unseen_leaves_the_order_open():
    image = keras.Input((8, 8, 3))
    x = ops.swapaxes(kinds.Conv2D(4, 3, name="conv")(image), 1, 3)
    model = keras.Model(image, kinds.ReLU(name="relu")(x))
    assert [*axes_of(model).values()] == [-1, None, None]


def test_activations_come_with_their_neurons_last():
    model = image_model()
    network = KerasNetwork(model)
    x = np.random.default_rng(0).random((2, 16, 16, 3)).astype(np.float32)
    found, _ = network.forward(["conv", "active", "turned"])(x)
    assert network.layers["conv"].shape == (14, 14, 8)
    conv = keras.Model(model.inputs, model.get_layer("conv").output)
    wanted = conv.predict(x.transpose(0, 3, 1, 2), verbose=0).transpose(0, 2, 3, 1)
    np.testing.assert_allclose(found["conv"], wanted, atol=1e-5)
    assert found["active"].shape == (2, 14, 14, 8)


def test_what_the_model_does_not_tell_is_refused_until_it_is_said():
    with pytest.raises(ValueError, match=r"'tokens' .* say so by `layer_channels` of the model"):
        KerasNetwork(image_model()).forward(["tokens"])
    network = KerasNetwork(image_model(), layer_channels="first")
    assert network.layers["tokens"].axis == -2
    assert network.layers["conv"].shape == (14, 14, 8)  # known, so that the setting says nothing
