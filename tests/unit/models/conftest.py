"""Small Keras models, and files of models with changed configurations."""

import json
import zipfile

import h5py
import keras
import pytest


def small_model():
    """A model within a model, as transfer learning makes them."""
    base = keras.Sequential(
        [
            keras.Input((8, 6, 1)),
            keras.layers.Rescaling(1 / 255, name="scaling"),
            keras.layers.Conv2D(5, 3, activation="relu", name="conv"),
        ],
        name="base",
    )
    return keras.Sequential(
        [
            keras.Input((8, 6, 1)),
            base,
            keras.layers.GlobalAveragePooling2D(name="pooled"),
            keras.layers.Dense(3, activation="softmax", name="classes"),
        ],
        name="mine",
    )


@pytest.fixture
def nested():
    return small_model()


@pytest.fixture
def change_config():
    """Function that applies another function to the configuration in a file of a model."""

    def changed(path, change):
        if path.suffix == ".keras":
            with zipfile.ZipFile(path) as archive:
                members = {name: archive.read(name) for name in archive.namelist()}
            config = json.loads(members["config.json"])
            change(config)
            members["config.json"] = json.dumps(config).encode()
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in members.items():
                    archive.writestr(name, content)
        else:
            with h5py.File(path, "r+") as file:
                config = json.loads(file.attrs["model_config"])
                change(config)
                file.attrs["model_config"] = json.dumps(config)

    return changed
