"""How few neurons a layer may have."""

from topomaps.models.layer_info import MIN_NEURONS


def check_width(n_neurons):
    """Raise a ValueError unless a layer has enough neurons for a map."""
    if n_neurons < MIN_NEURONS:
        raise ValueError(
            f"the layer has {n_neurons} neurons; a topographic map needs at least {MIN_NEURONS}, "
            "choose another layer"
        )
