"""What Keras files say of their models."""

import builtins
import json
import subprocess
import sys
import zipfile

import h5py
import keras
import pytest
from topomaps.models.keras_files import describe_keras_file
from topomaps.models.model_outputs import OutputInfo

LAYERS = ("base", "base/scaling", "base/conv", "pooled", "classes")


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".hdf5"])
def test_layers_shape_outputs_and_scaling_are_told(tmp_path, nested, suffix):
    path = tmp_path / f"mine{suffix}"
    nested.save(path)
    facts = describe_keras_file(path)
    assert (*facts[:2], *facts[3:5]) == (LAYERS, (8, 6, 1), True, "float32")
    assert facts.outputs == (OutputInfo("classes", (3,)),)
    assert facts.channels == "last"


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_functional_models_and_free_sizes(tmp_path, suffix):
    image = keras.Input((None, None, 3), name="image")
    x = keras.layers.Conv2D(7, 3, name="conv")(image)
    x = keras.layers.GlobalAveragePooling2D(name="pooled")(x)
    model = keras.Model(image, keras.layers.Activation("softmax", name="softmax")(x))
    model.save(tmp_path / f"mine{suffix}")
    facts = describe_keras_file(tmp_path / f"mine{suffix}")
    assert facts[:2] == (("conv", "pooled", "softmax"), (None, None, 3))
    assert facts.outputs == (OutputInfo("softmax", (7,)),)
    assert (facts.scales, facts.input_dtype) == (False, "float32")


def test_outputs_that_are_no_classes_are_not_counted(tmp_path):
    keras.Sequential([keras.Input((9, 9, 1)), keras.layers.Conv2D(7, 3)]).save(tmp_path / "a.keras")
    assert describe_keras_file(tmp_path / "a.keras").outputs[0].shape is None
    number = keras.Input((4,))
    heads = [keras.layers.Dense(3, name="one")(number), keras.layers.Dense(2, name="two")(number)]
    keras.Model(number, heads).save(tmp_path / "b.keras")
    outputs = describe_keras_file(tmp_path / "b.keras").outputs
    assert outputs == (OutputInfo("one", (3,)), OutputInfo("two", (2,)))


def test_the_first_words_of_keras_2_are_understood(tmp_path):
    """Sequential as a list, shapes in the first layer, classes without modules."""
    layers = [
        {
            "class_name": "Conv2D",
            "config": {"name": "c", "filters": 6, "batch_input_shape": [None, 8, 8, 1]},
        },
        {"class_name": "Flatten", "config": {"name": "f"}},
        {"class_name": "Dense", "config": {"name": "d", "units": 4}},
        {"class_name": "Activation", "config": {"name": "a", "activation": "softmax"}},
    ]
    with h5py.File(tmp_path / "old.h5", "w") as file:
        config = {"class_name": "Sequential", "config": layers}
        file.attrs["model_config"] = json.dumps(config).encode()
    facts = describe_keras_file(tmp_path / "old.h5")
    assert facts[:2] == (("c", "f", "d", "a"), (8, 8, 1))
    assert facts.outputs == (OutputInfo("a", (4,)),)
    assert (facts.scales, facts.input_dtype) == (False, None)


def test_of_several_inputs_the_tokens_are_the_users(tmp_path):
    inputs = [keras.Input((3,), name="mask"), keras.Input((None,), dtype="int32", name="tokens")]
    units = keras.layers.Dense(4)(inputs[0])
    looked_up = keras.layers.GlobalMaxPooling1D()(keras.layers.Embedding(9, 4)(inputs[1]))
    keras.Model(inputs, keras.layers.Add()([units, looked_up])).save(tmp_path / "two.keras")
    facts = describe_keras_file(tmp_path / "two.keras")
    assert facts.inputs == ("mask", "tokens")
    assert (facts.input_shape, facts.input_dtype) == ((None,), "int32")


def test_scaling_is_told_by_layers_and_by_operations_before_others(tmp_path):
    def scales(model):
        model.save(tmp_path / "mine.keras")
        return describe_keras_file(tmp_path / "mine.keras").scales

    image = keras.Input((8, 8, 3))
    conv = keras.layers.Conv2D(4, 3)
    assert scales(keras.Model(image, conv(image / 127.5 - 1)))
    assert scales(keras.Model(image, conv(image[..., ::-1] - 100.0)))
    assert not scales(keras.Model(image, keras.layers.Conv2D(4, 3)(image) * 2))
    assert not scales(keras.Model(image, keras.layers.Multiply()([image, image])))
    first = keras.Model(image, image / 255.0, name="first")
    assert scales(keras.Model(image, conv(first(image))))


def damaged_files(folder, nested):
    """Files that are no whole models: name -> words of the error."""
    nested.save(folder / "whole.keras")
    nested.save(folder / "whole.h5")
    nested.save_weights(folder / "only.weights.h5")
    for suffix in ("keras", "h5"):
        content = (folder / f"whole.{suffix}").read_bytes()
        (folder / f"cut.{suffix}").write_bytes(content[: len(content) // 2])
        (folder / f"text.{suffix}").write_text("no model")
        (folder / f"empty.{suffix}").touch()
    with zipfile.ZipFile(folder / "other.keras", "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.0"}')
        archive.writestr("config.json", "[1, 2]")
    with zipfile.ZipFile(folder / "deep.keras", "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.0"}')
        archive.writestr("config.json", "[" * 100_000)
    kinds = [f"{kind}.{suffix}" for kind in ("cut", "text", "empty") for suffix in ("keras", "h5")]
    return {
        **dict.fromkeys(kinds, "cannot be read"),
        "only.weights.h5": "weights alone",
        "other.keras": "no Sequential or functional model",
        "deep.keras": "no Sequential or functional model",
        "missing.keras": "does not exist",
    }


def test_damaged_files_are_named_and_refused(tmp_path, nested):
    for name, words in damaged_files(tmp_path, nested).items():
        with pytest.raises(ValueError, match=words) as error:
            describe_keras_file(tmp_path / name)
        assert name in str(error.value)


def test_without_h5py_nothing_is_told_of_h5_files(tmp_path, nested, monkeypatch):
    nested.save(tmp_path / "mine.h5")
    import_module = builtins.__import__

    def without_h5py(name, *arguments, **options):
        if name == "h5py":
            raise ImportError(name)
        return import_module(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_h5py)
    assert describe_keras_file(tmp_path / "mine.h5") is None


def test_the_rules_need_the_standard_library_alone():
    modules = ["formats", "layer_names", "preprocessing_settings", "architectures"]
    code = (
        "import sys; before = set(sys.modules)\n"
        + "".join(f"import topomaps.models.{name}\n" for name in modules)
        + "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names) - {'topomaps'}))"
    )
    path = [each for each in sys.path if each]
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {path!r}\n{code}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
