"""Checks of the layers that an experiment names: they exist, and maps can be drawn of them."""

from rules.configuration.sentences import no_layer, unknown
from scripts.topomaps.models.layer_info import MIN_NEURONS, layer_fault, shape_text
from scripts.topomaps.models.neuron_axes import chosen_axis, shape_with_last


def layer_faults(config, key, experiment, facts):
    """Faults of the layers of an experiment, as far as they are known before any job."""
    layers = experiment.get("layers", ())
    for layer in layers:
        if facts.layers is not None and layer not in facts.layers:
            where = experiment.get("activations", f"model {experiment.get('model')!r}")
            yield no_layer(f"{key}.layers", where, layer, facts.layers)
        elif facts.infos and layer in facts.infos:
            said = config["models"][experiment["model"]].get("layer_channels")
            yield from _shape_faults(key, experiment, _as_said(facts.infos[layer], said))
    for layer in experiment["shown_layers"]:
        if layer not in layers:
            yield unknown(f"{key}.shown_layers", layer, layers)


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


def _shape_faults(key, experiment, info):
    """Faults of a layer of which no maps can be drawn, or not as the experiment says."""
    if fault := layer_fault(info):
        yield f"{key}.layers: {fault}"
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
