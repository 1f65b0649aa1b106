"""Refuses Keras models that bring along code, by their configuration, before they are loaded.

Keras's safe mode refuses Python lambdas in `.keras` files; in `.h5` files it does not. What may be
in a configuration is listed here instead. Imports the standard library only, for the rules.
"""

import re

# Relative, because the rules import this module as part of `scripts`.
from .keras2_operations import OPERATION_LAYERS, function_of

# Public modules of Keras whose classes compute, and neither read files nor run code given to them.
MODULES = {
    "keras.activations", "keras.constraints", "keras.dtype_policies", "keras.initializers",
    "keras.layers", "keras.mixed_precision", "keras.models", "keras.ops", "keras.quantizers",
    "keras.random", "keras.regularizers",
}  # fmt: skip
TRAINING_MODULES = {"keras.losses", "keras.metrics", "keras.optimizers",
                    "keras.optimizers.schedules"}  # fmt: skip
# Where Keras keeps classes that have no public name, such as its operations on arrays.
PRIVATE_MODULES = ("keras.src.applications.", "keras.src.layers.", "keras.src.models.",
                   "keras.src.ops.")  # fmt: skip
MODELS = {"Functional", "Model", "Sequential"}
KERAS_CLASSES = {"DTypePolicy", "FloatDTypePolicy", "Policy", *MODELS}
FUNCTION_MODULES = {"builtins", "keras.activations", "keras.ops"}
VALUES = {"__bytes__", "__ellipsis__", "__keras_tensor__", "__numpy__", "__slice__", "__tensor__",
          "__tuple__", "TensorShape"}  # fmt: skip
RUN_CODE = {"__lambda__", "FlaxLayer", "JaxLayer", "Lambda", "TFSMLayer",
            "TensorFlowOpLayer", "TorchModuleWrapper"}  # fmt: skip
FILE_KEYS = ("filepath", "vocabulary", "vocabulary_file")  # a text there is the name of a file


def refuse_code(config, path, known=None):
    """Raise ValueError if a model's configuration has anything but layers of Keras.

    The configuration of the training (`compile_config` of the model itself) is never used, and so
    is not looked at.

    Parameters
    ----------
    config : dict
        As of `keras_config`.
    path : path-like
        Named in the error.
    known : set of str, optional
        Names of Keras's classes. Files of Keras 2 name classes without their module, so that only
        with these it is certain that the class is Keras's own.

    Raises
    ------
    ValueError
        Naming the layer, and what it has that is not Keras's own.
    """
    checked = {key: value for key, value in config.items() if key != "compile_config"}
    try:
        _check(checked, (), known, MODULES)
    except (_Refused, RecursionError) as fault:
        raise ValueError(
            f"{path} is not loaded: {fault}. No code of a model's file is ever run here; replace "
            "the layer by one of Keras's own, or export activations and use those instead"
        ) from None


class _Refused(Exception):
    """What is wrong with a configuration, and where."""


def _check(value, layers, known, modules):
    """Check a part of a configuration and all below it; `layers` are the names around it."""
    if isinstance(value, list):
        for each in value:
            _check(each, layers, known, modules)
    elif isinstance(value, dict):
        if "class_name" in value:
            layers = _named(value, layers)
            _check_entry(value, layers, known, modules)
        for key, each in value.items():
            if key in FILE_KEYS and isinstance(each, str):
                raise _Refused(f"{_where(layers)} would read the file {each!r}")
            training = modules | TRAINING_MODULES if key == "compile_config" else modules
            _check(each, layers, known, training)


def _check_entry(entry, layers, known, modules):
    """Check what an entry says of its class or function."""
    kind, module, registered = (entry.get(k) for k in ("class_name", "module", "registered_name"))
    where = _where(layers)
    if kind in RUN_CODE:
        raise _Refused(f"{where} is or has a {kind}, which runs code of other programs or its own")
    if kind in OPERATION_LAYERS:
        if not function_of(config := entry.get("config")):
            name = config.get("function") if isinstance(config, dict) else None
            raise _Refused(
                f"{where} is the operation {name!r} of TensorFlow, which is none of those that are "
                "known to compute alone"
            )
        return
    for name in (kind, registered):  # `package>name` is a class registered by others
        if isinstance(name, str) and ">" in name:
            raise _Refused(f"{where} has the class {name!r}, not Keras's own")
    if kind == "function":
        if not _is_function(entry, module):
            raise _Refused(f"{where} has the function {_full(module, entry.get('config'))!r}")
    elif kind in VALUES:
        return
    elif "module" in entry:
        if not _is_class(kind, module, modules):
            raise _Refused(f"{where} has the class {_full(module, kind)!r}, not Keras's own")
    elif not isinstance(kind, str) or (known is not None and kind not in known):
        raise _Refused(f"{where} is or has a {kind!r}, which Keras 3 does not know")


def _is_function(entry, module):
    name = entry.get("config")
    return module in FUNCTION_MODULES and isinstance(name, str) and name.isidentifier()


def _is_class(kind, module, modules):
    """Whether a class with a module is Keras's own, functions of the same modules excluded."""
    if not isinstance(kind, str) or not isinstance(module, str) or not re.match("[A-Z]", kind):
        return False
    if module == "keras":
        return kind in KERAS_CLASSES
    return module in modules or module.startswith(PRIVATE_MODULES)


def _named(entry, layers):
    """Names of the layers around an entry, its own included if it has one."""
    config = entry.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    is_layer = isinstance(name, str) and entry.get("class_name") not in KERAS_CLASSES - MODELS
    return (*layers, name) if is_layer else layers


def _full(module, name):
    return f"{module}.{name}" if module else name


def _where(layers):
    """The layer in words; the first name is that of the model itself."""
    return f"layer {'/'.join(layers[1:])!r}" if len(layers) > 1 else "the model"
