"""Formats of models: how each is told, described and opened, and which environment opens it.

A format is a record in `FORMATS`; the rules, the checks of a configuration and the scripts ask
these records alone. Imports the standard library only, for the rules; what opens a network is
imported when it is opened.
"""

import os
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Relative, because the rules import this module as part of `scripts`.
from .exported_programs import ENDING as EXPORTED
from .exported_programs import describe_exported
from .file_contents import FROM_FRAMEWORK, HDF5, KERAS_ZIP, PROGRAM, content_of
from .hugging_face_folders import FILE as CONFIG
from .hugging_face_folders import describe_hugging_face
from .hugging_face_layers import layer_fault
from .keras_files import describe_keras_file
from .onnx_files import describe_onnx_file
from .saved_model_files import FILE as SAVED_MODEL_FILE
from .saved_model_files import describe_saved_model

ANY_GPU = "gpu"  # as a device: one of any make, or the processor where there is none


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
    lacks : str or None
        Name of a file that such a folder does not have.
    contents : tuple of str
        What its files are by their content, as of `topomaps.models.file_contents`; empty where
        nothing tells them.
    has_gradients : bool
        Whether its networks give those of their outputs by the activations of layers.
    layer_fault : callable
        Path and name of a layer -> why the model has no such layer, or None where it may have;
        for those whose layers are known only when they are opened.
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
    lacks: str | None = None
    contents: tuple = ()
    has_gradients: bool = False
    layer_fault: Callable = lambda path, layer: None


WITH_GRADIENTS = (
    "saliency needs a model of Keras, an exported program of PyTorch (.pt2) or a folder of Hugging "
    "Face"
)


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
        is_other = found.lacks is not None and (path / found.lacks).exists()
        return (path / found.holds).is_file() and not is_other
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
        settings.get("constant_inputs"),
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
        settings.get("constant_inputs"),
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
        settings.get("constant_inputs"),
    )


def _open_exported(settings):
    with _torch_for(settings["file"]):
        from topomaps.models.exported_networks import ExportedNetwork

    return ExportedNetwork(
        settings["file"],
        settings.get("threads", 1),
        settings.get("class_names"),
        settings.get("layer_channels"),
        settings.get("outputs"),
        settings.get("device"),
        settings.get("constant_inputs"),
    )


def _open_hugging_face(settings):
    with _torch_for(settings["file"]):
        from topomaps.models.hugging_face_networks import HuggingFaceNetwork

    return HuggingFaceNetwork(
        settings["file"],
        settings.get("threads", 1),
        settings.get("class_names"),
        settings.get("layer_channels"),
        settings.get("device"),
    )


@contextmanager
def _torch_for(path):
    """A sentence, where what opens networks of PyTorch is not installed."""
    try:
        yield
    except ImportError as error:
        raise ValueError(
            f"{path} needs PyTorch ({error}): install it by pip install -r requirements-torch.txt, "
            "or let Snakemake do so by --software-deployment-method conda"
        ) from error


KERAS = ModelFormat(
    name="Keras",
    endings=(".keras", ".h5", ".hdf5"),
    contents=(KERAS_ZIP, HDF5),
    environment="model",
    describe=describe_keras_file,
    open=_open_keras,
    has_gradients=True,
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
EXPORTED_PROGRAM = ModelFormat(
    name="exported program of PyTorch",
    endings=(EXPORTED,),
    contents=(PROGRAM,),
    environment="torch",
    describe=describe_exported,
    open=_open_exported,
    has_gradients=True,
)
HUGGING_FACE = ModelFormat(
    name="Hugging Face",
    holds=CONFIG,
    lacks="metadata.json",  # of an unpacked file of Keras
    environment="torch",
    describe=describe_hugging_face,
    open=_open_hugging_face,
    has_gradients=True,
    layer_fault=layer_fault,
)
APPLICATION = ModelFormat(
    name="network of keras.applications",
    environment="model",
    describe=lambda path: None,  # its weights alone say nothing
    open=_open_application,
    has_gradients=True,
)
FORMATS = (KERAS, ONNX, SAVED_MODEL, EXPORTED_PROGRAM, HUGGING_FACE)
ENDINGS = tuple(ending for each in FORMATS for ending in each.endings)
