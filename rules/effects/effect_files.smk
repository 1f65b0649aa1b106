"""What the rules of effects read and are told, as the analysis says.

input:  results/activations/…, results/groups/…, results/regions/…, results/tests/…
output: functions for effects.smk
"""


def effect_inputs(analysis, wildcards):
    """Files that effects in a layer are measured from, by name."""
    layer, at = wildcards.layer, {"layer": wildcards.layer, "method": wildcards.method}
    files = {
        "activations": analysis.activation_files(layer),
        "groups": analysis.groups,
        "neurons": analysis.path(f"{paths.REGIONS}_neurons.tsv", **at),
    }
    if layer in analysis.named:
        files["named"] = analysis.regions["named"]
    if "tests" in analysis.figures:
        files["tests"] = analysis.path(f"{paths.TESTS}/neurons.npz", layer=layer)
    if probed := analysis.probed(layer):
        files["probe"] = analysis.path(paths.PROBE, layer=probed)
    if analysis.runs_network(layer):
        files |= {"model": MODELS[analysis.source.model].files, **analysis.inputs}
    return files


def effect_sums(analysis, wildcards):
    """Sums of all shards of the inputs of a layer."""
    n_shards = analysis.dataset.shards if analysis.dataset else 1
    folder = analysis.path(paths.EFFECT_SUMS, layer=wildcards.layer, method=wildcards.method)
    return [f"{folder}/{shard}-of-{n_shards}.npz" for shard in range(1, n_shards + 1)]


def effect_environment(analysis, layer):
    """Environment that opens the network; one of the others where a probe is enough."""
    if analysis.runs_network(layer):
        return MODELS[analysis.source.model].environment
    return "../../envs/layouts.yaml"


def effect_settings(analysis, wildcards):
    """What the job of a layer and a shard is told."""
    layer = wildcards.layer
    told = {
        "source": analysis.source.settings,
        "layer": analysis.stored(layer),
        "effects": analysis.effects,
        "alpha": analysis.tests["alpha"],
        "names": [SETTINGS["seed"], "effects", analysis.name, layer],
        "shard": int(wildcards.shard) - 1,
        "n_shards": int(wildcards.n_shards),
        "region_layer": analysis.named.get(layer),
    }
    if analysis.runs_network(layer):
        model = MODELS[analysis.source.model]
        told["network_layer"] = analysis.layers[layer]
        told["opening"] = {
            "model": model.reading,
            "class_names": model.class_names,
            "seed": SETTINGS["seed"],
            "threads": SETTINGS["tensorflow_threads"],
        }
    return told
