"""What a Keras file (`.keras`, `.h5`, `.hdf5`) says of its model, without loading it.

Imports the standard library only, so that the rules can check a configuration; h5py is needed for
`.h5` and `.hdf5`, and used where it is installed.
"""

import json
import zipfile
from pathlib import Path

# Relative, because the rules import this module as part of `scripts`.
from . import keras_configs
from .foreign_code import refuse_code
from .keras2_configs import modernised, with_modules_of_today
from .model_facts import ModelFacts
from .model_outputs import OutputInfo

MAX_BYTES = 2**27  # of a configuration; the largest networks of keras.applications take about 2**20


def keras_config(path):
    """Configuration of the model in a Keras file, a dictionary; None where h5py is missing.

    Raises
    ------
    ValueError
        If the file does not exist, is damaged, or holds no whole model.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"{path} does not exist")
    try:
        text = _zipped_config(path) if is_zipped(path) else _hdf5_config(path)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError) as error:
        raise ValueError(
            f"{path} cannot be read ({error}): it is damaged, or no whole model; save the model "
            "again by model.save('name.keras')"
        ) from error
    if text is None:
        return None
    config = _parsed(text, path)
    return config if is_of_keras_3(path) else with_modules_of_today(config)


def is_zipped(path):
    """Whether a file is the archive that `.keras` files are now, whatever its name.

    Before Keras 2.13 `.keras` files were HDF5.
    """
    with open(path, "rb") as file:
        return file.read(2) == b"PK"


def is_of_keras_3(path):
    """Whether Keras 3 loads a file by itself; others are rebuilt from their configuration."""
    if not is_zipped(path):
        return False
    with zipfile.ZipFile(path) as archive:
        metadata = _parsed(archive.read("metadata.json"), path, whole=False)
    return not str(metadata["keras_version"]).startswith("2.")


def describe_keras_file(path):
    """What the file says of its model.

    Returns
    -------
    ModelFacts or None
        None where this cannot be told here, since h5py is not installed.

    Raises
    ------
    ValueError
        As of `keras_config` and `refuse_code`.
    """
    config = keras_config(path)
    if config is None:
        return None
    refuse_code(config, path)
    try:
        if not is_of_keras_3(path):
            config = modernised(config)
        facts = ModelFacts(
            layers=tuple(keras_configs.layer_names(config)),
            input_shape=keras_configs.input_shape(config),
            outputs=tuple(
                OutputInfo(name, None if units is None else (units,))
                for name, units in keras_configs.outputs(config)
            ),
            scales=keras_configs.scales(config),
            input_dtype=keras_configs.input_dtype(config),
            channels=keras_configs.image_channels(config),
            inputs=tuple(keras_configs.input_names(config)),
        )
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise _no_model(path, error) from error
    return facts


def _zipped_config(path):
    with zipfile.ZipFile(path) as archive:
        for name in ("config.json", "metadata.json"):
            if archive.getinfo(name).file_size > MAX_BYTES:
                raise OSError(f"its {name} is unreasonably large")
        return archive.read("config.json")


def _hdf5_config(path):
    try:
        import h5py
    except ImportError:
        return None
    with h5py.File(path, "r") as file:
        if "model_config" not in file.attrs:
            raise KeyError("it has no configuration of a model, perhaps weights alone")
        return file.attrs["model_config"]


def _parsed(text, path, whole=True):
    """Content of a JSON file; of a model unless it need not be a whole one."""
    try:
        config = json.loads(text)
        if whole and ("class_name" not in config or keras_configs.layers_of(config) is None):
            raise KeyError("layers")
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise _no_model(path, error) from error
    return config


def _no_model(path, error):
    return ValueError(
        f"{path} holds no Sequential or functional model of Keras ({error!r}); save such a model "
        "by model.save('name.keras'), or export activations instead"
    )
