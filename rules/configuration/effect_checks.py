"""Checks of how effects of regions are measured: a probe reads what is there."""

from rules.configuration.sentences import guess


def effect_errors(key, experiment, facts, layers):
    """Errors of the attribute and the layer that a probe reads.

    Parameters
    ----------
    key : str
        Of the experiment, named in errors.
    experiment : dict
    facts : rules.configuration.facts.Facts
    layers : list of str, or None
        Of the experiment.
    """
    given = experiment["effects"]
    probe, layer = given.get("probe"), given.get("probe_layer")
    if probe == "class" and facts.labels is False:
        yield f"{key}.effects.probe: there are no labels; name an attribute of the inputs"
    elif probe not in (None, "class", *(facts.attributes or [probe])):
        known = ["class", *facts.attributes]
        yield (
            f"{key}.effects.probe: the inputs have no attribute {probe!r}{guess(probe, known)}; "
            f"a probe can read: {', '.join(known)}"
        )
    if layer is None:
        return
    if "activations" in experiment:
        yield (
            f"{key}.effects.probe_layer: activations alone cannot be run on to another layer; "
            "leave it out, so that a probe reads each layer itself"
        )
    elif layers is not None and layer not in layers:
        yield (
            f"{key}.effects.probe_layer: {layer!r} is none of the layers of the experiment"
            f"{guess(layer, layers)}, which are: {', '.join(layers)}; add it to `layers`"
        )
