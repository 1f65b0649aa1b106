"""What files of models say of themselves; imports the standard library only, for the rules."""

from pathlib import Path

# Relative, because the rules import this module as part of `scripts`.
from .keras_files import SUFFIXES as KERAS_SUFFIXES
from .keras_files import describe_keras_file
from .onnx_files import describe_onnx_file

SUFFIXES = (*KERAS_SUFFIXES, ".onnx")


def describe_model_file(path):
    """What a `.keras`, `.h5`, `.hdf5` or `.onnx` file says of its model, without running it.

    Returns
    -------
    ModelFacts or None
        None where it cannot be told here: `.h5` and `.hdf5` need h5py, `.onnx` needs onnx.

    Raises
    ------
    ValueError
        If the file is missing, damaged, of another kind, or brings along code of its own.
    """
    if Path(path).suffix not in SUFFIXES:
        raise ValueError(
            f"{path} is no file of a model; their names end in {', '.join(SUFFIXES)}; of other "
            "models export activations instead"
        )
    return describe_onnx_file(path) if is_onnx(path) else describe_keras_file(path)


def is_onnx(path):
    """Whether a file of a model is one of onnxruntime's, by its name."""
    return Path(path).suffix == ".onnx"
