"""Configurations of models of Keras 2, as Keras 3 takes them."""

# Arguments that Keras 3 no longer has, where they say nothing: layers of one group of channels, and
# sequences whose first dimension counts inputs.
SAYS_NOTHING = {"groups": 1, "time_major": False}
# What Keras 2 writes for separable convolutions as for others, though they have no such kernel.
OF_OTHER_KERNELS = ("kernel_initializer", "kernel_regularizer", "kernel_constraint")
# What late versions write beside the class, in a form that Keras 3 reads otherwise.
OF_KERAS_3 = ("module", "registered_name", "build_config")
INNER_LAYERS = ("layer", "backward_layer", "cell")  # of a wrapper of layers


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
    for key in INNER_LAYERS:
        if isinstance(found.get(key), dict) and "class_name" in found[key]:
            found[key].setdefault("module", "keras.layers")
    return found


def _arguments(entry):
    """Arguments of a layer that Keras 3 takes."""
    kept = {
        key: value
        for key, value in entry["config"].items()
        if not (key in SAYS_NOTHING and value == SAYS_NOTHING[key])
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
    models = {name for name, kind in kinds.items() if kind in ("Functional", "Model", "Sequential")}
    layers = [
        {**entry, "inbound_nodes": _shifted(entry["inbound_nodes"], models)}
        for entry in model["layers"]
    ]
    # Of the outputs Keras 3 corrects the count by itself, but not for Sequential models.
    sequential = {name for name in models if kinds[name] == "Sequential"}
    outputs = _single(_shifted(model["output_layers"], sequential))
    inputs = _single(model["input_layers"])
    return {**model, "layers": layers, "input_layers": inputs, "output_layers": outputs}


def _shifted(value, models):
    """References [name, use, tensor, ...] with one use less of the named models."""
    if not isinstance(value, list):
        return value
    if len(value) > 2 and isinstance(value[0], str) and isinstance(value[1], int):
        return [value[0], value[1] - (value[0] in models), *value[2:]]
    return [_shifted(each, models) for each in value]


def _single(references):
    """The one reference of a list of one."""
    is_list = len(references) == 1 and isinstance(references[0], list)
    return references[0] if is_list else references


def _without(keys, mapping):
    return {key: value for key, value in mapping.items() if key not in keys}
