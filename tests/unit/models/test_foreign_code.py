"""Hostile Keras files: they are refused, and nothing of them runs."""

import json

import h5py
import keras
import numpy as np
import pytest
from topomaps.models.foreign_code import refuse_code
from topomaps.models.keras_files import describe_keras_file
from topomaps.models.keras_loading import keras_classes, load_model

SUFFIXES = [".keras", ".h5"]


@pytest.fixture
def marker(tmp_path):
    """A file that hostile code would write."""
    return tmp_path / "it_ran"


@pytest.fixture
def hostile(marker):
    """A function that writes the marker, and passes on its input; its code is all that it needs."""
    return eval(f"lambda x: (open({str(marker)!r}, 'w').close(), x)[1]")


def refused(path, words):
    """The file is refused by the rules and by loading alike, with these words."""
    for read in (describe_keras_file, load_model):
        with pytest.raises(ValueError, match=words) as error:
            read(path)
        assert str(path) in str(error.value)
        assert "export activations" in str(error.value)


def dense_model():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="units")], name="mine")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_lambda_layers(tmp_path, marker, hostile, suffix):
    path = tmp_path / f"lambda{suffix}"
    layer = keras.layers.Lambda(hostile, output_shape=(4,), name="doubt")
    keras.Sequential([keras.Input((4,)), layer]).save(path)
    marker.unlink(missing_ok=True)
    refused(path, "layer 'doubt' is or has a Lambda")
    assert not marker.exists()
    careless = keras.saving.load_model(path, safe_mode=False)
    careless(np.zeros((1, 4)))
    assert marker.exists()  # so the file is hostile indeed


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_lambda_layers_deep_inside(tmp_path, marker, hostile, suffix):
    path = tmp_path / f"deep{suffix}"
    doubt = keras.layers.Lambda(hostile, output_shape=(4,), name="doubt")
    inner = keras.Sequential([keras.Input((4,)), doubt], name="inner")
    outer = keras.Sequential([keras.Input((4,)), inner], name="outer")
    number = keras.Input((4,))
    keras.Model(number, keras.layers.Dense(2)(outer(number))).save(path)
    marker.unlink(missing_ok=True)
    refused(path, "layer 'outer/inner/doubt' is or has a Lambda")
    assert not marker.exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_lambda_layers_within_wrappers(tmp_path, marker, hostile, suffix):
    path = tmp_path / f"wrapped{suffix}"
    doubt = keras.layers.Lambda(hostile, output_shape=(4,), name="doubt")
    wrapper = keras.layers.TimeDistributed(doubt, name="times")
    keras.Sequential([keras.Input((3, 4)), wrapper]).save(path)
    marker.unlink(missing_ok=True)
    refused(path, "layer 'times/doubt' is or has a Lambda")
    assert not marker.exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_registered_classes_of_others(tmp_path, marker, suffix):
    path = tmp_path / f"registered{suffix}"

    @keras.saving.register_keras_serializable(package="Hostile")
    class Doubled(keras.layers.Layer):
        def call(self, inputs):
            return 2 * inputs

        @classmethod
        def from_config(cls, config):
            marker.touch()
            return cls(**config)

    keras.Sequential([keras.Input((4,)), Doubled(name="doubled")]).save(path)
    refused(path, "layer 'doubled' has the class 'Hostile>Doubled'")
    assert not marker.exists()
    keras.saving.load_model(path)
    assert marker.exists()


def set_activation(value):
    """Change of a configuration: the activation of the layer `units`."""

    def change(config):
        layers = config["config"]["layers"]
        next(each for each in layers if each["config"]["name"] == "units")["config"][
            "activation"
        ] = value

    return change


def lambda_config(function):
    """A Python function as Keras writes it."""
    layer = keras.layers.Lambda(function, output_shape=(4,))
    return keras.saving.serialize_keras_object(layer)["config"]["function"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_activations_that_are_code(tmp_path, marker, hostile, suffix, change_config):
    path = tmp_path / f"activation{suffix}"
    dense_model().save(path)
    change_config(path, set_activation(lambda_config(hostile)))
    refused(path, "layer 'units' is or has a __lambda__")
    assert not marker.exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keras.utils", "get_file"),
        ("keras.models", "load_model"),
        ("keras.saving", "load_model"),
        ("os", "system"),
        ("subprocess", "run"),
        (None, "exec"),
        ("keras.activations", "a.b"),
    ],
)
def test_functions_that_are_no_activations(tmp_path, suffix, module, name, change_config):
    path = tmp_path / f"function{suffix}"
    dense_model().save(path)
    entry = {"class_name": "function", "module": module, "config": name, "registered_name": name}
    change_config(path, set_activation(entry))
    refused(path, f"layer 'units' has the function '.*{name}'")


def test_builtins_of_python_are_not_those_of_keras(tmp_path, change_config):
    path = tmp_path / "builtin.keras"
    dense_model().save(path)
    entry = {"class_name": "function", "module": "builtins", "config": "eval"}
    change_config(path, set_activation(entry))
    with pytest.raises(ValueError, match="cannot be loaded by Keras"):
        load_model(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("module", "kind"),
    [
        ("keras.utils", "get_file"),
        ("keras.utils", "FeatureSpace"),
        ("keras.models", "load_model"),
        ("keras.layers", "deserialize"),
        ("keras", "Variable"),
        ("keras.layers", "TFSMLayer"),
        ("keras.layers", "TorchModuleWrapper"),
        ("keras.src.utils.jax_layer", "JaxLayer"),
        ("keras.src.saving.saving_lib", "H5IOStore"),
        ("keras.srcery.layers", "Dense"),
        ("kerasy.layers", "Dense"),
        ("my_package.layers", "Dense"),
        ("keras_hub.layers", "Dense"),
        (None, "Dense"),
    ],
)
def test_classes_that_are_no_layers_of_keras(tmp_path, suffix, module, kind, change_config):
    path = tmp_path / f"class{suffix}"
    dense_model().save(path)

    def change(config):
        config["config"]["layers"][-1].update(module=module, class_name=kind)

    change_config(path, change)
    refused(path, f"layer 'units' (has the class '(.*\\.)?{kind}'|is or has a {kind})")


def test_layers_that_read_files(tmp_path, change_config):
    path = tmp_path / "lookup.keras"
    dense_model().save(path)
    secret = tmp_path / "secret.txt"
    secret.write_text("one\ntwo\n")
    lookup = {
        "module": "keras.layers",
        "class_name": "StringLookup",
        "config": {"name": "words", "vocabulary": str(secret)},
        "registered_name": None,
    }
    change_config(path, lambda config: config["config"]["layers"].append(lookup))
    refused(path, "layer 'words' would read the file .*secret")


@pytest.mark.parametrize(
    "kind", ["deserialize", "TensorFlowOpLayer", "TypeSpec", "my_layer", "Widget"]
)
def test_classes_of_keras_2_must_be_known(tmp_path, kind):
    path = tmp_path / "old.h5"
    layers = [
        {"class_name": "Dense", "config": {"name": "units", "batch_input_shape": [None, 4]}},
        {"class_name": kind, "config": {"name": "last"}},
    ]
    with h5py.File(path, "w") as file:
        config = {"class_name": "Sequential", "config": {"name": "mine", "layers": layers}}
        file.attrs["model_config"] = json.dumps(config)
        file.create_group("model_weights")
    with pytest.raises(ValueError, match=f"layer 'last' is or has a '?{kind}"):
        load_model(path)


@pytest.mark.parametrize("function", ["py_function", "io.read_file", "__import__", None, 3])
def test_operations_of_tensorflow_must_be_harmless(tmp_path, function):
    path = tmp_path / "old.h5"
    layers = [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_input_shape": [None, 4]},
         "name": "in", "inbound_nodes": []},
        {"class_name": "TFOpLambda", "config": {"name": "doubt", "function": function},
         "name": "doubt", "inbound_nodes": [["in", 0, 0, {"func": "x"}]]},
    ]  # fmt: skip
    ends = {"input_layers": [["in", 0, 0]], "output_layers": [["doubt", 0, 0]]}
    with h5py.File(path, "w") as file:
        config = {"class_name": "Functional", "config": {"name": "m", "layers": layers, **ends}}
        file.attrs["model_config"] = json.dumps(config)
        file.create_group("model_weights")
    refused(path, "layer 'doubt' is the operation .* of TensorFlow, which is none of those")


def test_code_of_keras_2_lambdas(tmp_path, marker, hostile):
    path = tmp_path / "old.h5"
    code = lambda_config(hostile)["config"]["code"]
    doubt = {
        "class_name": "Lambda",
        "config": {
            "name": "doubt",
            "function": [code, None, None],
            "function_type": "lambda",
            "batch_input_shape": [None, 4],
        },
    }
    with h5py.File(path, "w") as file:
        config = {"class_name": "Sequential", "config": [doubt]}
        file.attrs["model_config"] = json.dumps(config)
        file.create_group("model_weights")
    with pytest.raises(ValueError, match="is or has a Lambda"):
        load_model(path)
    assert not marker.exists()


def test_training_is_ignored_but_that_of_inner_models_is_looked_at(tmp_path, change_config):
    path = tmp_path / "trained.keras"
    inner = dense_model()
    inner.compile("adam", "mse")
    outer = keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(2)])
    outer.compile("adam", "mse")
    outer.save(path)
    load_model(path)
    foreign = {"class_name": "Loss", "module": "my_package", "config": {}}
    change_config(path, lambda config: config["compile_config"].update(loss=foreign))
    assert load_model(path).compiled is False

    def change(config):
        config["config"]["layers"][1]["compile_config"]["loss"] = foreign

    change_config(path, change)
    refused(path, "layer 'mine' has the class 'my_package.Loss'")


@pytest.mark.parametrize("name", ["MobileNetV3Small", "EfficientNetB0", "ConvNeXtTiny"])
def test_networks_of_keras_are_no_foreign_code(name):
    with keras.StatelessScope():
        network = getattr(keras.applications, name)(weights=None, input_shape=(32, 32, 3))
    refuse_code(keras.saving.serialize_keras_object(network), "network.keras", keras_classes())


def test_bottomless_configurations_are_refused():
    config = entry = {"class_name": "Dense", "config": {}}
    for _ in range(100_000):
        entry["config"] = {"layer": {"class_name": "Dense", "config": {}}}
        entry = entry["config"]["layer"]
    with pytest.raises(ValueError, match=r"deep\.keras is not loaded"):
        refuse_code(config, "deep.keras")
