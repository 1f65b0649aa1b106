"""Loading of Keras files, of Keras 2 and 3, without running code that they bring along."""

import re
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

from topomaps.models.backend import keras
from topomaps.models.foreign_code import KERAS_CLASSES, refuse_code
from topomaps.models.keras2_configs import REPLACED, modernised
from topomaps.models.keras2_layers import TensorOperation
from topomaps.models.keras_files import is_of_keras_3, is_zipped, keras_config

OLD_GROUP = "_layer_checkpoint_dependencies"  # of layers in a file of weights
NAMESPACES = (
    keras.constraints, keras.dtype_policies, keras.initializers, keras.layers, keras.quantizers,
    keras.random, keras.regularizers,
)  # fmt: skip


def load_model(path):
    """Load a saved model, refusing code that it may bring along; how it was trained is ignored.

    Parameters
    ----------
    path : path-like
        Of Keras 2 or 3, a `.keras`, `.h5` or `.hdf5` file.

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If the file is damaged, or the model has layers that are not Keras's own.
    """
    path = Path(path)
    config = keras_config(path)
    refuse_code(config, path, keras_classes())
    try:
        if is_of_keras_3(path):
            with _named(path, ".keras") as file:
                return keras.saving.load_model(file, compile=False, safe_mode=True)
        return _rebuilt(config, path)
    except Exception as error:  # other people's files make Keras raise errors of many kinds
        reason = (str(error).strip() or repr(error)).splitlines()[0][:300]
        raise ValueError(
            f"{path} cannot be loaded by Keras {keras.__version__}: {reason} If it does not know "
            "what the model is made of, export its activations and use those instead"
        ) from error


def keras_classes():
    """Names of the classes that a configuration may name without their module."""
    found = {
        name
        for space in NAMESPACES
        for name, value in vars(space).items()
        if isinstance(value, type)
    }
    return found | KERAS_CLASSES | {*REPLACED}


def _rebuilt(config, path):
    """Model of a file by its checked configuration, never by what else the file says."""
    kind = keras.Sequential if config["class_name"] == "Sequential" else keras.Model
    own = {"TensorOperation": TensorOperation}
    model = kind.from_config(modernised(config)["config"], custom_objects=own)
    with _unpacked_weights(path) if is_zipped(path) else _named(path, ".h5") as file:
        model.load_weights(file)
    return model


@contextmanager
def _named(path, ending):
    """A file under a name with an ending by which Keras tells what it is."""
    if path.name.endswith(ending):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / f"model{ending}"
        link.symlink_to(path.resolve())
        yield link


@contextmanager
def _unpacked_weights(path):
    """File of the weights in an archive of Keras 2, in the words of Keras 3."""
    import h5py

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        file = Path(archive.extract("model.weights.h5", folder))
        with h5py.File(file, "r+") as weights:
            _rename_layers(weights)
        yield file


def _rename_layers(group):
    """Call the groups of layers as later versions do.

    Keras 2.12 and 2.13 have a longer name for them, and count layers with weights twice.
    """
    if OLD_GROUP in group:
        layers = group[OLD_GROUP]
        counted = {}
        for name in sorted(layers, key=_number):  # so that no name is taken when it is given
            kind = name.removesuffix(f"_{_number(name)}")
            new = f"{kind}_{counted[kind]}" if kind in counted else kind
            counted[kind] = counted.get(kind, 0) + 1
            if new != name:
                layers.move(name, new)
        group.move(OLD_GROUP, "layers")
    for each in group.values():
        if hasattr(each, "keys"):  # a group in it
            _rename_layers(each)


def _number(name):
    """Number at the end of the name of a group; 0 if there is none."""
    found = re.search(r"_(\d+)$", name)
    return int(found[1]) if found else 0
