"""Loading of Keras files, of Keras 2 and 3, without running code that they bring along."""

from pathlib import Path

from topomaps.models.backend import keras
from topomaps.models.foreign_code import KERAS_CLASSES, refuse_code
from topomaps.models.keras2_configs import modernised
from topomaps.models.keras_files import keras_config

NAMESPACES = (
    keras.constraints, keras.dtype_policies, keras.initializers, keras.layers, keras.quantizers,
    keras.random, keras.regularizers,
)  # fmt: skip


def load_model(path):
    """Load a saved model, refusing code that it may bring along; how it was trained is ignored.

    Parameters
    ----------
    path : path-like
        `.keras` file of Keras 3, `.h5` or `.hdf5` file of Keras 2 or 3.

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
        if path.suffix == ".keras":
            return keras.saving.load_model(path, compile=False, safe_mode=True)
        return _from_hdf5(config, path)
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
    return found | KERAS_CLASSES


def _from_hdf5(config, path):
    """Model of a `.h5` file by its checked configuration, never by what else the file says."""
    kind = keras.Sequential if config["class_name"] == "Sequential" else keras.Model
    model = kind.from_config(modernised(config)["config"])
    model.load_weights(path)
    return model
