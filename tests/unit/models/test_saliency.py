"""Activations times gradients, against networks whose gradients are known or made by hand."""

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from topomaps.activations.inputs import InputTable
from topomaps.models.keras_networks import KerasNetwork
from topomaps.models.saliency import WithOutputs, output_codes

LAYERS = keras.layers
WEIGHTS = np.array([[1, -2, 0.5], [0, 3, -1], [4, 0, 2], [-1, 1, 0]], np.float32)
INPUTS = np.array([[1, 2, 0.5, 1], [0, 1, 3, 2], [2, 0, 1, 5]], np.float32)


def linear(last="softmax", weights=WEIGHTS):
    """A network whose scores are known: a layer that gives the inputs, and weights of classes."""
    given = keras.Input((4,))
    same = LAYERS.Dense(4, use_bias=False, name="same")(given)
    scores = LAYERS.Dense(weights.shape[1], last, use_bias=False, name="classes")(same)
    model = keras.Model(given, scores)
    model.set_weights([np.eye(4, dtype=np.float32), weights])
    return model


def test_products_of_known_weights():
    network = KerasNetwork(linear(), class_names=["a", "b", "c"])
    found, outputs = network.saliency(["same"])(INPUTS, [2, 0, 1])
    np.testing.assert_allclose(found["same"], INPUTS * WEIGHTS[:, [2, 0, 1]].T, rtol=1e-6)
    np.testing.assert_array_equal(outputs, network.forward(["same"])(INPUTS)[1])


def test_the_predicted_class_is_that_of_the_largest_output():
    network = KerasNetwork(linear(), class_names=["a", "b", "c"])
    found, outputs = network.saliency(["same"])(INPUTS, [-1] * 3)
    np.testing.assert_array_equal(outputs.argmax(axis=1), [1, 0, 2])
    np.testing.assert_allclose(found["same"], INPUTS * WEIGHTS[:, [1, 0, 2]].T, rtol=1e-6)


def test_probabilities_have_the_gradients_behind_the_softmax():
    network = KerasNetwork(linear(), class_names=["a", "b", "c"])
    found, p = network.saliency(["same"], scale="probability")(INPUTS, [0, 1, 2])
    own = np.eye(3)
    expected = INPUTS * ((p[own == 1][:, None] * (own - p)) @ WEIGHTS.T)
    np.testing.assert_allclose(found["same"], expected, rtol=1e-4, atol=1e-6)


def test_a_single_probability_speaks_for_the_second_class_and_against_the_first():
    network = KerasNetwork(linear("sigmoid", WEIGHTS[:, :1]), class_names=["no", "yes"])
    found, _ = network.saliency(["same"])(INPUTS, [1, 0, -1])
    signs = np.array([[1], [-1], [1]])  # the last has the score 1
    np.testing.assert_allclose(found["same"], signs * INPUTS * WEIGHTS[:, 0], rtol=1e-6)


def test_feature_maps_and_several_layers_at_once():
    keras.utils.set_random_seed(3)
    given = keras.Input((8, 6, 1))
    first = LAYERS.Conv2D(4, 3, activation="relu", name="first")(given)
    second = LAYERS.Conv2D(5, 3, activation="tanh", name="second")(first)
    scores = LAYERS.Dense(3, activation="softmax")(LAYERS.Flatten()(second))
    model = keras.Model(given, scores)
    x = np.random.default_rng(0).random((7, 8, 6, 1), dtype=np.float32)
    found, _ = KerasNetwork(model).saliency(["second", "first"])(x, [0, 1, 2, 0, 1, 2, 0])
    kernel, bias = model.layers[-1].get_weights()
    with tf.GradientTape() as tape:
        of_first = tf.nn.relu(model.get_layer("first")(x))
        tape.watch(of_first)
        flat = tf.reshape(model.get_layer("second")(of_first), (7, -1))
        chosen = tf.gather(flat @ kernel + bias, [0, 1, 2, 0, 1, 2, 0], axis=1, batch_dims=1)
    expected = of_first * tape.gradient(chosen, of_first)
    np.testing.assert_allclose(found["first"], expected, atol=1e-6)
    of_second = model.get_layer("second")(of_first).numpy()
    gradient = kernel[:, [0, 1, 2, 0, 1, 2, 0]].T.reshape(of_second.shape)
    np.testing.assert_allclose(found["second"], of_second * gradient, atol=1e-6)


def test_a_layer_behind_the_scores_is_refused():
    given = keras.Input((4,))
    scores = LAYERS.Dense(3, name="scores")(given)
    network = KerasNetwork(keras.Model(given, LAYERS.Softmax(name="shares")(scores)))
    assert not network.saliency(["scores"])(INPUTS, [0] * 3)[0]["scores"][:, 1:].any()
    with pytest.raises(ValueError, match=r"layer shares of .* has no gradient"):
        network.saliency(["shares"])(INPUTS, [0] * 3)


def test_a_network_without_predictions_is_refused():
    given = keras.Input((6, 6, 1))
    network = KerasNetwork(keras.Model(given, LAYERS.Conv2D(2, 3, name="conv")(given)))
    with pytest.raises(ValueError, match="no output that holds predictions"):
        network.saliency(["conv"])


class Named:
    """What is asked of a network."""

    def __init__(self, names):
        self.name, self.class_names = "m", names


def known(labels, names):
    return InputTable(np.array(labels), None, names, (), pd.DataFrame(index=range(len(labels))))


def test_outputs_are_found_by_the_names_of_classes():
    of_labels = known([1, 0, 1], ("cat", "dog"))
    codes = output_codes("label", Named(("bird", "dog", "cat")), of_labels)
    np.testing.assert_array_equal(codes, [1, 2, 1])
    np.testing.assert_array_equal(output_codes("dog", Named(("cat", "dog")), of_labels), [1] * 3)
    np.testing.assert_array_equal(output_codes("predicted", Named(None), of_labels), [-1] * 3)
    np.testing.assert_array_equal(output_codes(7, Named(None), of_labels), [7] * 3)


@pytest.mark.parametrize(
    ("wanted", "names", "labels", "says"),
    [
        ("fish", ("cat", "dog"), [0, 1], "no class 'fish'; .* the names cat, dog"),
        ("fish", None, [0, 1], "no names: give them by the model's key `class_names`"),
        ("label", ("cat",), [0, 1], "the label 'dog' is no output of m, which has cat"),
        ("label", ("cat", "dog"), [0, -1], "needs a label of every input"),
    ],
)
def test_unknown_outputs_are_refused(wanted, names, labels, says):
    with pytest.raises(ValueError, match=says):
        output_codes(wanted, Named(names), known(labels, ("cat", "dog")))


def test_batches_bring_the_outputs_of_their_inputs():
    batches = [(np.array([0, 2]), "first"), (np.array([1]), "second")]
    found = [*WithOutputs(batches, np.array([5, 6, 7]))]
    assert [inputs for _, (inputs, _) in found] == ["first", "second"]
    assert [codes.tolist() for _, (_, codes) in found] == [[5, 7], [6]]
