"""File names of the layers of an experiment, which no other layer of the same source has."""

from rules.configuration.facts import inspect_source
from scripts.topomaps.models.layer_names import file_names


def layer_files(config, experiment, layers):
    """File name of each of some layers of an experiment.

    Names depend on all layers of the model or activations, as far as they are known, and on those
    that other experiments name: what shares a folder has names of its own.

    Parameters
    ----------
    config, experiment : dict
        The experiment's model and dataset, or activations, are defined.
    layers : sequence of str

    Returns
    -------
    dict of str -> str
    """
    source = _source(experiment)
    others = [
        layer
        for each in config["experiments"].values()
        if _source(each) == source
        for layer in each.get("layers", ())
    ]
    known = inspect_source(config, experiment).layers or ()
    names = file_names([*known, *others, *layers])
    return {layer: names[layer] for layer in layers}


def _source(experiment):
    """What the activations of an experiment come from: a model, or a file of them."""
    return experiment.get("activations"), experiment.get("model")
