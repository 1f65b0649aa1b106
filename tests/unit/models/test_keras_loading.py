"""Loading of Keras files."""

from pathlib import Path

import numpy as np
import pytest
from topomaps.models.keras_files import describe_keras_file
from topomaps.models.keras_loading import keras_classes, load_model
from topomaps.models.keras_networks import KerasNetwork

DATA = Path(__file__).parents[2] / "data"
KERAS_2, KERAS_2_13 = DATA / "keras_2.h5", DATA / "keras_2_13.keras"


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".hdf5"])
def test_models_come_back_with_their_weights(tmp_path, nested, suffix):
    nested.compile("adam", "mse")
    nested.save(tmp_path / f"mine{suffix}")
    model = load_model(tmp_path / f"mine{suffix}")
    assert not model.compiled
    inputs = np.random.default_rng(0).random((2, 8, 6, 1))
    expected = nested.predict(inputs, verbose=0)
    np.testing.assert_array_equal(model.predict(inputs, verbose=0), expected)


def test_models_of_keras_2_give_what_they_gave_there():
    with np.load(KERAS_2.with_suffix(".npz")) as arrays:
        inputs, outputs = arrays["inputs"], arrays["outputs"]
    found = load_model(KERAS_2).predict(inputs.astype(np.float32), verbose=0)
    np.testing.assert_allclose(found, outputs, rtol=1e-5, atol=1e-6)
    facts = describe_keras_file(KERAS_2)
    assert (facts.input_shape, facts.outputs[0].shape, facts.scales) == ((8, 8, 3), (3,), True)
    assert {"base/separable", "head/leaky", "classes"} < set(facts.layers)


def test_archives_of_keras_2_give_what_they_gave_there():
    """With augmentation, operations of TensorFlow, and models within models within models."""
    with np.load(KERAS_2_13.with_suffix(".npz")) as arrays:
        inputs, outputs, c2 = arrays["inputs"], arrays["outputs"], arrays["c2"]
    facts = describe_keras_file(KERAS_2_13)
    assert (facts.input_shape, facts.outputs[0].shape, facts.scales) == ((8, 8, 3), (4,), True)
    network = KerasNetwork(load_model(KERAS_2_13))
    found, predicted = network.forward(["inner/features/c2"])(inputs)
    np.testing.assert_allclose(predicted, outputs, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found["inner/features/c2"], c2, rtol=1e-5, atol=1e-5)


def test_the_content_counts_not_the_ending(tmp_path, nested):
    """Before Keras 2.13, `.keras` files were HDF5."""
    inputs = np.random.default_rng(0).random((2, 8, 6, 1))
    expected = nested.predict(inputs, verbose=0)
    for saved, named in (("a.h5", "a.keras"), ("b.keras", "b.h5"), ("c.h5", "C.H5")):
        nested.save(tmp_path / saved)
        (tmp_path / saved).rename(tmp_path / named)
        assert describe_keras_file(tmp_path / named).outputs[0].shape == (3,)
        found = load_model(tmp_path / named).predict(inputs, verbose=0)
        np.testing.assert_array_equal(found, expected)


def test_files_that_keras_cannot_load_are_refused(tmp_path, nested, change_config):
    path = tmp_path / "mine.h5"
    nested.save(path)

    def change(config):
        config["config"]["layers"][-1]["config"]["units"] = 5

    change_config(path, change)
    with pytest.raises(ValueError, match=r"mine\.h5 cannot be loaded by Keras .*export its"):
        load_model(path)


def test_classes_of_keras_are_known_and_functions_are_not():
    known = keras_classes()
    assert {"Dense", "Sequential", "GlorotUniform", "L2", "Policy", "SeedGenerator"} <= known
    assert not {"Lambda2", "deserialize", "Input"} & known
