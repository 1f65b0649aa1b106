"""Configurations of models of Keras 2, as Keras 3 takes them; standard library only."""

import re

# Relative, because the rules import this module as part of `scripts`.
from .keras2_operations import OPERATION_LAYERS, with_nodes

MODELS = ("Functional", "Model", "Sequential")
# Arguments that Keras 3 no longer has, where they say nothing: layers of one group of channels, and
# sequences whose first dimension counts inputs.
SAYS_NOTHING = {"groups": 1, "time_major": False}
# How layers draw at random, and shapes that attention was built for, which Keras 3 finds itself.
NOT_OF_OUTPUTS = ("rng_type", "query_shape", "key_shape", "value_shape")
# Layers that Keras 3 no longer has, or that do something else there: the layer that does the same
# where nothing is trained, and the arguments that it takes.
OF_EVERY_LAYER = ("name", "trainable", "dtype", "batch_input_shape")
REPLACED = {
    "RandomHeight": ("Identity", OF_EVERY_LAYER, {}),
    "RandomWidth": ("Identity", OF_EVERY_LAYER, {}),
    "RandomCrop": (
        "Resizing", (*OF_EVERY_LAYER, "height", "width"), {"crop_to_aspect_ratio": True},
    ),
}  # fmt: skip
# What Keras 2 writes for separable convolutions as for others, though they have no such kernel.
OF_OTHER_KERNELS = ("kernel_initializer", "kernel_regularizer", "kernel_constraint")
# What late versions write beside the class, in a form that Keras 3 reads otherwise.
OF_KERAS_3 = ("module", "registered_name", "build_config")
INNER_LAYERS = ("layer", "backward_layer", "cell")  # of a wrapper of layers


def with_modules_of_today(value):
    """Copy of a configuration in which Keras's own modules have the names that they have now.

    Keras 2.13 to 2.15 name `keras.src.engine.functional` and the like, tf_keras itself.
    """
    if isinstance(value, list):
        return [with_modules_of_today(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_modules_of_today(each) for key, each in value.items()}
    if isinstance(found.get("module"), str):
        found["module"] = _module(found["module"], found.get("class_name"))
    return found


def _module(name, kind):
    name = re.sub(r"^tf_keras\b", "keras", name)
    if kind in MODELS and re.match(r"keras\.(src\.)?engine\.", name):
        return "keras"
    return re.sub(r"^keras\.(src\.)?layers\..*", "keras.layers", name)


def modernised(value):
    """Copy of a configuration, or of a part of it, in words that Keras 3 knows.

    Parameters
    ----------
    value : dict, list or other
        As of `keras_config`, of Keras 2 or 3.
    """
    if isinstance(value, list):
        return [modernised(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "Policy":
        return value["config"]["name"]
    found = {key: modernised(each) for key, each in value.items()}
    if found.get("class_name") == "Sequential" and isinstance(found["config"], list):
        found["config"] = {"name": "sequential", "layers": found["config"]}
    if isinstance(found.get("config"), dict):
        found["config"] = _arguments(found)
    if isinstance(found.get("layers"), list):
        found["layers"] = [_without(OF_KERAS_3, entry) for entry in found["layers"]]
        found = _graph(found)
        found["layers"] = [_renamed(entry) for entry in found["layers"]]
    for key in INNER_LAYERS:
        if isinstance(found.get(key), dict) and "class_name" in found[key]:
            found[key].setdefault("module", "keras.layers")
    return found


def _renamed(entry):
    """A layer by the class that does the same in Keras 3."""
    kind = entry.get("class_name")
    if kind in OPERATION_LAYERS:
        return {**entry, "class_name": "TensorOperation"}
    if kind not in REPLACED:
        return entry
    replaced, taken, new = REPLACED[kind]
    kept = {key: each for key, each in entry["config"].items() if key in taken}
    return {**entry, "class_name": replaced, "config": {**kept, **new}}


def _arguments(entry):
    """Arguments of a layer that Keras 3 takes."""
    kept = {
        key: value
        for key, value in entry["config"].items()
        if not (key in SAYS_NOTHING and value == SAYS_NOTHING[key]) and key not in NOT_OF_OUTPUTS
    }
    if str(entry.get("class_name")).startswith("Separable"):
        kept = _without(OF_OTHER_KERNELS, kept)
    axis = kept.get("axis")
    if isinstance(axis, list) and len(axis) == 1 and entry["class_name"] == "BatchNormalization":
        kept["axis"] = axis[0]
    return kept


def _graph(model):
    """A functional model whose layers refer to each other as Keras 3 counts.

    A model within a model had a first use before it was used at all, and outputs were lists.
    """
    nodes = [entry.get("inbound_nodes") for entry in model["layers"]]
    if not any(each and isinstance(each[0], list) for each in nodes):
        return model
    kinds = {entry["name"]: entry["class_name"] for entry in model["layers"]}
    models = {name for name, kind in kinds.items() if kind in MODELS}
    layers = [
        with_nodes({**entry, "inbound_nodes": _shifted(entry["inbound_nodes"], models)})
        for entry in model["layers"]
    ]
    # Of the outputs Keras 3 corrects the count by itself, but not for Sequential models.
    sequential = {name for name in models if kinds[name] == "Sequential"}
    outputs = _single(_shifted(model["output_layers"], sequential))
    inputs = _single(model["input_layers"])
    return {**model, "layers": layers, "input_layers": inputs, "output_layers": outputs}


def _shifted(value, models):
    """References [name, use, tensor, ...] with one use less of the named models."""
    if isinstance(value, dict):
        return {key: _shifted(each, models) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) > 2 and isinstance(value[0], str) and isinstance(value[1], int):
        return [value[0], value[1] - (value[0] in models), *_shifted(value[2:], models)]
    return [_shifted(each, models) for each in value]


def _single(references):
    """The one reference of a list of one."""
    is_list = len(references) == 1 and isinstance(references[0], list)
    return references[0] if is_list else references


def _without(keys, mapping):
    return {key: value for key, value in mapping.items() if key not in keys}
