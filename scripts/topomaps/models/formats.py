"""Formats of models: how each is told, described and opened, and which environment opens it.

A format is a record in `FORMATS`; the rules, the checks of a configuration and the scripts ask
these records alone. Imports the standard library only, for the rules; what opens a network is
imported when it is opened.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Relative, because the rules import this module as part of `scripts`.
from .file_contents import FROM_FRAMEWORK, HDF5, KERAS_ZIP, content_of
from .keras_files import describe_keras_file
from .onnx_files import describe_onnx_file
from .saved_model_files import FILE as SAVED_MODEL_FILE
from .saved_model_files import describe_saved_model


class ModelFormat(NamedTuple):
    """How models of one format are stored and read.

    Attributes
    ----------
    name : str
        In words.
    endings : tuple of str
        Of the names of its files, in small letters; none of a folder.
    holds : str or None
        Name of the file by which a folder of this format is told.
    contents : tuple of str
        What its files are by their content, as of `topomaps.models.file_contents`; empty where
        nothing tells them.
    environment : str
        Name of the environment in envs/ that describes and opens it.
    describe : callable
        Path -> ModelFacts, without running the model; None where a package is missing for it.
    open : callable
        Settings as of `topomaps.models.networks.open_network` -> network.
    """

    name: str
    environment: str
    describe: Callable
    open: Callable
    endings: tuple = ()
    holds: str | None = None
    contents: tuple = ()


def format_of_file(path):
    """Format of the file or folder of a model.

    Raises
    ------
    ValueError
        If it is missing, or by its name or content none of a known format; what it is then, and
        the way out, is said.
    """
    path = Path(path)
    content = content_of(path)
    found = next((each for each in FORMATS if _is_named(path, each)), None)
    if found and (content is None or found.holds or content.what in found.contents):
        return found
    if content is not None:
        raise ValueError(f"{path} is {content.what}; {content.advice(path)}")
    raise ValueError(
        f"{path} is no model that is read here, which are {_readable()}; {FROM_FRAMEWORK}"
    )


def _is_named(path, found):
    """Whether a file or folder is named as those of a format are."""
    if found.holds:
        return (path / found.holds).is_file()
    return path.is_file() and path.name.lower().endswith(found.endings)


def _readable():
    """What is read, in words."""
    folders = [f"folders with {each.holds} ({each.name})" for each in FORMATS if each.holds]
    return " and ".join([f"files whose names end in {', '.join(ENDINGS)}", *folders])


def format_of(settings):
    """Format of a model by its settings, a `file` or an `application`."""
    return format_of_file(settings["file"]) if "file" in settings else APPLICATION


def describe_model(path):
    """What a file or folder says of its model, without running it; read again after a change only.

    Returns
    -------
    ModelFacts or None
        None where it cannot be told here, for want of a package.

    Raises
    ------
    ValueError
        If it is missing, damaged, of another kind, or brings along code of its own.
    """
    found = format_of_file(path)
    state = os.stat(Path(path) / found.holds if found.holds else path)
    return _described(str(path), state.st_size, state.st_mtime_ns)


@cache
def _described(path, size, modified):
    return format_of_file(path).describe(path)


def _open_keras(settings):
    from topomaps.models.backend import make_deterministic
    from topomaps.models.keras_loading import load_model
    from topomaps.models.keras_networks import KerasNetwork

    make_deterministic(settings.get("seed", 0), settings.get("threads", 1))
    return KerasNetwork(
        load_model(settings["file"]),
        settings.get("class_names"),
        settings.get("layer_channels"),
        settings.get("outputs"),
    )


def _open_saved_model(settings):
    from topomaps.models.backend import make_deterministic
    from topomaps.models.saved_model_networks import SavedModelNetwork

    make_deterministic(settings.get("seed", 0), settings.get("threads", 1))
    return SavedModelNetwork(
        settings["file"],
        settings.get("class_names"),
        settings.get("layer_channels"),
        settings.get("outputs"),
    )


def _open_application(settings):
    from topomaps.models.applications import build_application
    from topomaps.models.backend import make_deterministic
    from topomaps.models.keras_networks import KerasNetwork

    make_deterministic(settings.get("seed", 0), settings.get("threads", 1))
    model = build_application(
        settings["application"],
        settings.get("weights"),
        image_shape=tuple(settings.get("image_size", (224, 224))),
        **{key: settings[key] for key in ("include_top", "alpha") if key in settings},
    )
    return KerasNetwork(model, settings.get("class_names"))


def _open_onnx(settings):
    from topomaps.models.onnx_networks import OnnxNetwork

    return OnnxNetwork(
        settings["file"],
        settings.get("threads", 1),
        settings.get("class_names"),
        settings.get("layer_channels"),
        settings.get("outputs"),
    )


KERAS = ModelFormat(
    name="Keras",
    endings=(".keras", ".h5", ".hdf5"),
    contents=(KERAS_ZIP, HDF5),
    environment="model",
    describe=describe_keras_file,
    open=_open_keras,
)
ONNX = ModelFormat(
    name="ONNX",
    endings=(".onnx",),
    environment="onnx",
    describe=describe_onnx_file,
    open=_open_onnx,
)
SAVED_MODEL = ModelFormat(
    name="SavedModel",
    holds=SAVED_MODEL_FILE,
    environment="model",
    describe=describe_saved_model,
    open=_open_saved_model,
)
APPLICATION = ModelFormat(
    name="network of keras.applications",
    environment="model",
    describe=lambda path: None,  # its weights alone say nothing
    open=_open_application,
)
FORMATS = (KERAS, ONNX, SAVED_MODEL)
ENDINGS = tuple(ending for each in FORMATS for ending in each.endings)
