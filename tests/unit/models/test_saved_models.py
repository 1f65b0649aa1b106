"""SavedModels of TensorFlow: what they say, what they give, and what is refused."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from topomaps.models.formats import SAVED_MODEL, describe_model, format_of
from topomaps.models.networks import open_network
from topomaps.models.preprocessing import preprocessing_function
from topomaps.models.saved_model_files import describe_saved_model

SPEC = [tf.TensorSpec((None, 4), tf.float32, name="x")]


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """A Keras model of images, and the folder that it was exported to."""
    model = keras.Sequential(
        [
            keras.Input((8, 6, 3)),
            keras.layers.Rescaling(1 / 255, name="scaled"),
            keras.layers.Conv2D(5, 3, activation="relu", name="conv"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.GlobalAveragePooling2D(name="pooled"),
            keras.layers.Dense(4, name="classes"),
        ]
    )
    folder = tmp_path_factory.mktemp("exported") / "mine"
    model.export(folder, verbose=False)
    return model, folder


def saved(folder, function, spec=SPEC):
    """Save a function as a SavedModel."""
    module = tf.Module()
    module.call = tf.function(function, input_signature=spec)
    tf.saved_model.save(module, str(folder), signatures=module.call)
    return folder


def test_the_folder_says_what_it_takes_and_gives(images):
    _, folder = images
    facts = describe_model(folder)
    assert format_of({"file": folder}) is SAVED_MODEL
    assert facts[:2] == (None, (8, 6, 3))
    assert [each.shape for each in facts.outputs] == [(4,)]
    assert facts.scales
    assert facts.input_dtype == "float32"


def test_layers_give_what_the_model_gives(images):
    model, folder = images
    network = open_network({"file": folder, "threads": 2, "class_names": "abcd"})
    (conv,) = [name for name in network.layers if name.endswith("/Relu")]
    assert network.layers[conv].shape == (6, 4, 5)
    x = np.random.default_rng(0).random((3, 8, 6, 3)).astype(np.float32) * 255
    found, outputs = network.forward([conv])(x)
    inner = keras.Model(model.inputs, model.get_layer("conv").output)
    np.testing.assert_allclose(found[conv], inner.predict(x, verbose=0), atol=1e-5)
    np.testing.assert_allclose(outputs, model.predict(x, verbose=0), atol=1e-5)
    assert network.class_names == ("a", "b", "c", "d")


def test_transposed_layers_are_followed(tmp_path):
    def turned(x):
        return tf.reduce_mean(tf.nn.relu(tf.transpose(x, (0, 3, 1, 2), name="turn")), (2, 3))

    saved(tmp_path / "m", turned, [tf.TensorSpec((None, 5, 6, 4), tf.float32)])
    network = open_network({"file": tmp_path / "m", "threads": 2})
    (relu,) = [name for name in network.layers if name.endswith("Relu")]
    x = np.random.default_rng(0).random((2, 5, 6, 4)).astype(np.float32)
    call = network.forward([relu], preprocessing_function({"channels": "last"}))
    np.testing.assert_array_equal(call(x)[0][relu], x)


@pytest.mark.parametrize("kind", ["file", "python", "print"])
def test_what_reaches_out_is_refused(tmp_path, kind):
    def reach(x):
        if kind == "file":
            tf.io.write_file(str(tmp_path / "it_ran"), "x")
        elif kind == "python":
            return tf.py_function(lambda x: x, [x], tf.float32)
        else:
            tf.print(x, output_stream=f"file://{tmp_path}/it_ran")
        return x * 2

    saved(tmp_path / "m", reach)
    for read in (describe_saved_model, lambda path: open_network({"file": path, "threads": 2})):
        with pytest.raises(ValueError, match=r"is not loaded: .* reaches out of the network"):
            read(tmp_path / "m")
    assert not (tmp_path / "it_ran").exists()


def test_damaged_folders_are_refused_and_several_inputs_named(tmp_path):
    folder = saved(tmp_path / "m", lambda x: x * 2)
    content = (folder / "saved_model.pb").read_bytes()
    for damaged in (content[: len(content) // 2], b"", b"no model at all"):
        (folder / "saved_model.pb").write_bytes(damaged)
        with pytest.raises(ValueError, match=r"is no whole SavedModel .*tf2onnx\.convert"):
            describe_saved_model(folder)
    two = saved(tmp_path / "two", lambda x, y: x + y, [*SPEC, tf.TensorSpec((None, 4), name="y")])
    assert describe_saved_model(two).inputs == ("x", "y")
    text = saved(
        tmp_path / "t", lambda x: tf.strings.length(x), [tf.TensorSpec((None,), tf.string)]
    )
    assert describe_saved_model(text).input_dtype == "string"
