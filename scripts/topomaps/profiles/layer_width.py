"""How few neurons a layer may have."""

from topomaps.models.layer_info import MIN_NEURONS


def check_width(n_neurons, layer=None):
    """Raise a ValueError, naming the layer if known, unless it has enough neurons for a map."""
    if n_neurons < MIN_NEURONS:
        named = f"layer {layer!r}" if layer else "layer"
        raise ValueError(
            f"the {named} has {n_neurons} neurons; a topographic map needs at least {MIN_NEURONS}, "
            "choose another layer"
        )
