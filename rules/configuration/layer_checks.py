"""Checks of the layers that an experiment names: they exist, and maps can be drawn of them."""

from rules.configuration.facts import attributes_of, dataset_of, source_of
from rules.configuration.groupings import EACH, OF_TOKENS
from rules.configuration.sentences import no_layer, unknown
from scripts.topomaps.activations.layer_lists import LAYER, ONLY_LAYER, files_of
from scripts.topomaps.activations.text_arrays import array_shape
from scripts.topomaps.data.kinds import TEXT
from scripts.topomaps.models.formats import format_of_file
from scripts.topomaps.models.layer_info import MIN_NEURONS, layer_error, shape_text
from scripts.topomaps.models.neuron_axes import chosen_axis, shape_with_last


def layer_errors(config, key, experiment, facts):
    """Errors of the layers of an experiment, as far as they are known before any job."""
    layers = experiment.get("layers", ())
    for layer in layers:
        if facts.layers is not None and layer not in facts.layers:
            where = experiment.get("activations", f"model {experiment.get('model')!r}")
            yield no_layer(f"{key}.layers", where, layer, facts.layers)
        elif facts.layers is None and (fault := _fault_of_file(config, experiment, layer)):
            yield f"{key}.layers: model {experiment['model']!r} has no layer {layer!r}; {fault}"
        elif facts.infos and layer in facts.infos:
            said = config["models"][experiment["model"]].get("layer_channels")
            yield from _shape_errors(key, experiment, _as_said(facts.infos[layer], said))
    yield from _token_errors(key, experiment, facts)
    for layer in experiment["shown_layers"]:
        if layer not in layers:
            yield unknown(f"{key}.shown_layers", layer, layers)


def _fault_of_file(config, experiment, layer):
    """Why the model in a file or folder has no such layer, if that is known before it is opened."""
    path = config["models"].get(experiment.get("model"), {}).get("path")
    try:
        return None if path is None else format_of_file(path).layer_fault(path, layer)
    except ValueError:  # an error of the model, which is reported there
        return None


def _as_said(info, layer_channels):
    """What is known of a layer, with what the user says of its dimensions."""
    if info.shape is None or info.axis is not None:
        return info
    if isinstance(layer_channels, dict):
        names = (info.name, *info.modules)
        said = [layer_channels[name] for name in names if name in layer_channels]
        layer_channels = said[0] if said else None
    axis = chosen_axis(None, layer_channels, info.name, len(info.shape))
    return info._replace(axis=axis, shape=shape_with_last(info.shape, axis))


def _shape_errors(key, experiment, info):
    """Errors of a layer of which no maps can be drawn, or not as the experiment says."""
    if error := layer_error(info):
        yield f"{key}.layers: {error}"
    elif info.shape and info.shape[-1] is not None and info.shape[-1] < MIN_NEURONS:
        yield (
            f"{key}.layers: the layer {info.name!r} has {info.shape[-1]} neurons; a topographic "
            f"map needs at least {MIN_NEURONS}, choose another layer"
        )
    elif info.shape and len(info.shape) == 2 and "tokens" not in experiment:
        yield (
            f"{key}.tokens: the layer {info.name!r} has units of tokens, {shape_text(info.shape)}; "
            "say what stands for the tokens: mean, max, first, last, or the number of one"
        )


def each_token_errors(config, key, experiment):
    """Errors of an experiment whose inputs are tokens: only texts that a model sees have any."""
    if experiment.get("tokens") != EACH:
        return
    if "activations" in experiment:
        yield (
            f"{key}.tokens: 'each' is for texts that a model sees here; of activations from "
            "elsewhere, give each token a row of its own"
        )
        return
    name = dataset_of(config, experiment)
    dataset = config["datasets"][name]
    if source_of(dataset).kind != TEXT:
        yield (
            f"{key}.tokens: 'each' is for texts, and {name!r} are {source_of(dataset).input.plural}"
        )
    if dataset.get("shards", 1) > 1:
        yield f"{key}.tokens: 'each' is not for a dataset with `shards`; leave them out of {name!r}"
    for attribute in attributes_of(config, name) or ():
        if attribute in OF_TOKENS:
            yield (
                f"datasets.{name}.attributes: {attribute!r} is what each token is called by; "
                "rename the column, or leave it out of the attributes"
            )


def _token_errors(key, experiment, facts):
    """Error of a choice of tokens where no layer has any, as far as shapes are known here."""
    if "tokens" not in experiment:
        return
    layers = experiment.get("layers", facts.layers) or ()
    shapes = {layer: _shape(experiment, facts, layer) for layer in layers}
    if shapes and all(shape is not None and len(shape) != 2 for shape in shapes.values()):
        layer, shape = next(iter(shapes.items()))
        yield (
            f"{key}.tokens: the layer {layer!r} has the shape {shape_text(shape)} for one input, "
            "and so no tokens to choose from; leave `tokens` out"
        )


def _shape(experiment, facts, layer):
    """Shape of a layer for one input, None if it is not known."""
    if "model" in experiment:
        return facts.infos[layer].shape if facts.infos and layer in facts.infos else None
    name = layer if layer == ONLY_LAYER else f"{LAYER}{layer}"
    files = files_of(experiment["activations"], layer)
    shape = array_shape(files[0], name) if files else None
    return shape and shape[1:]
