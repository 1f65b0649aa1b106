"""Models of Keras and TensorFlow with several inputs that follow from one."""

import keras
import numpy as np
import pytest
from keras import layers
from topomaps.models.formats import describe_model
from topomaps.models.networks import open_network
from topomaps.models.several_inputs import named_inputs

NUMBERS = np.array([[2, 7, 8, 3], [2, 5, 3, 0]])
MASK = np.array([[1, 1, 1, 1], [1, 1, 1, 0]])
TEXTS = {"input_ids": NUMBERS, "attention_mask": MASK, "token_type_ids": 0 * NUMBERS}


def encoder(length=None):
    """Tokens and segments looked up, padding taken out of their sum."""
    names = ("input_word_ids", "input_mask", "input_type_ids")
    tokens, mask, types = (keras.Input((length,), dtype="int32", name=each) for each in names)
    found = layers.Embedding(9, 6, name="table")(tokens) + layers.Embedding(2, 6)(types)
    tall = layers.Reshape((-1, 1))(keras.ops.cast(mask, "float32"))
    found = layers.Multiply(name="masked")([found, tall])
    inputs = {"input_word_ids": tokens, "input_mask": mask, "input_type_ids": types}
    return keras.Model(inputs, layers.Dense(5, name="units")(found))


@pytest.fixture(params=["keras", "saved_model"])
def saved(request, tmp_path):
    """Function that saves a model in one of the formats of TensorFlow."""

    def save(model):
        path = tmp_path / ("model.keras" if request.param == "keras" else "model")
        model.save(path) if request.param == "keras" else model.export(path, verbose=False)
        return path

    return save


def dense_layer(network):
    """Name of the last layer of five units, as the format names it."""
    return [name for name, each in network.layers.items() if (each.shape or ())[-1:] == (5,)][-1]


def test_tokens_mask_and_segments_go_to_the_inputs_of_their_names(saved):
    model = encoder()
    path = saved(model)
    assert {*describe_model(path).inputs} == {"input_word_ids", "input_mask", "input_type_ids"}
    assert describe_model(path).input_shape == (None,)
    network = open_network({"threads": 2, "file": path})
    layer = dense_layer(network)
    found, _ = network.forward([layer], outputs=False)(TEXTS)
    values, real = found[layer]
    given = {"input_word_ids": NUMBERS, "input_mask": MASK, "input_type_ids": 0 * NUMBERS}
    expected = model(given)
    np.testing.assert_allclose(values, expected, atol=1e-6)
    assert real.tolist() == MASK.astype(bool).tolist()


def test_a_state_of_zeros_is_constant(saved):
    numbers, state = keras.Input((3,), name="numbers"), keras.Input((4,), name="state")
    model = keras.Model([numbers, state], layers.Dense(5)(layers.Concatenate()([numbers, state])))
    path = saved(model)
    given = np.random.default_rng(0).random((6, 3), dtype=np.float32)
    network = open_network({"threads": 2, "file": path, "constant_inputs": {"state": 0.5}})
    layer = dense_layer(network)
    assert network.input_shape == (3,)
    found, outputs = network.forward([layer])(given)
    expected = model([given, np.full((6, 4), 0.5)])
    np.testing.assert_allclose(found[layer], expected, atol=1e-6)
    np.testing.assert_allclose(outputs, expected, atol=1e-6)
    network = open_network({"threads": 2, "file": path})
    with pytest.raises(ValueError, match=r"has 2 inputs \(numbers, state\).*constant_inputs"):
        network.forward([layer])(given)


def test_the_rows_of_the_table_are_known_and_what_is_beyond_is_refused(tmp_path):
    encoder().save(tmp_path / "model.keras")
    network = open_network({"threads": 2, "file": tmp_path / "model.keras"})
    assert network.n_tokens_known == 9
    with pytest.raises(ValueError, match=r"model .* cannot be run on inputs"):
        network.forward(["units"])({**TEXTS, "input_ids": NUMBERS + 5})


def test_a_single_input_of_any_name_takes_the_tokens():
    found = named_inputs(TEXTS, {"ids": (None, None)}, {}, "the model")
    assert found["ids"] is NUMBERS
    with pytest.raises(ValueError, match="no input 'stat'; it has: ids, state"):
        named_inputs(NUMBERS, {"ids": (None, 4), "state": (2, None)}, {"stat": 0}, "the model")
