"""What the jobs that explain regions read, and what they are told."""

from rules.configuration import paths

SIGNIFICANT = "significant"


def files(analysis, models, layer, method):
    """Files by name: those of the network, of what it has seen, and of the regions.

    Parameters
    ----------
    analysis : rules.configuration.analysis.Analysis
        Of a model.
    models : dict of str -> rules.configuration.models.Model
    layer, method : str
    """
    found = {
        **analysis.inputs,
        "model": models[analysis.source.model].files,
        "activations": analysis.activation_files(layer),
        "maps": analysis.maps(layer, method),
        "neurons": analysis.path(f"{paths.REGIONS}_neurons.tsv", layer=layer, method=method),
        "groups": analysis.groups,
    }
    if analysis.common["explained"]["neurons"] == SIGNIFICANT:
        found["tested"] = analysis.path(f"{paths.TESTS}/neurons.npz", layer=layer)
    if layer in analysis.named:
        found["named"] = analysis.regions["named"]
    return found


def settings(analysis, models, layer, method, section):
    """What a job is told that explains by the keys of a section of the configuration."""
    model = models[analysis.source.model]
    chosen = {**analysis.common["explained"], **analysis.common[section]}
    region_layer = analysis.named.get(layer)
    return {
        "source": analysis.source.settings,
        "layer": analysis.stored(layer),
        "network_layer": analysis.layers[layer],
        "tokens": analysis.source.axes.get("tokens"),
        "model": model.reading,
        "chosen": {**chosen, "alpha": analysis.tests["alpha"]},
        "names": [section, analysis.common["seed"], analysis.name, layer, method],
        "seed": model.common["seed"],
        "tensorflow_threads": model.common["tensorflow_threads"],
        **({"region_layer": region_layer} if region_layer else {}),
    }
