"""What the rules of maps read, and what they are told."""

from types import SimpleNamespace

SPLIT = [name for name, part in PARTS.items() if "split" in part.get("regions", {})]


def sources_of_layers(experiment):
    """Part and file name of each layer of a part, whose layers may be those of other parts."""
    part = PARTS[experiment]
    own = {layer: (experiment, layer) for layer in part["layers"]}
    return list(part.get("naps_of", own).values())


def groups_of_layers(wildcards):
    """Groups of the inputs that each layer has seen."""
    sources = sources_of_layers(wildcards.experiment)
    return [groups_file(SimpleNamespace(experiment=experiment)) for experiment, _ in sources]


def files_of_permuted_layers(wildcards):
    """Files of the activations of all layers but the first, which stays as it is."""
    files = [
        file
        for experiment, layer in sources_of_layers(wildcards.experiment)[1:]
        for file in files_of_activations(PARTS[experiment], [layer])
    ]
    return list(dict.fromkeys(files))


def permuted_settings(wildcards):
    """What the likeness of layers under permutation depends on, for its params."""
    part = part_of(wildcards)
    layouts = method_settings(part["layouts"], with_bases([wildcards.method]))
    return {
        "layers": list(part["layers"]),
        "profiles": [
            {
                "part": experiment,
                **profile_settings(SimpleNamespace(experiment=experiment, layer=layer)),
            }
            for experiment, layer in sources_of_layers(wildcards.experiment)
        ],
        "experiment": wildcards.experiment,
        "method": wildcards.method,
        "turn": "shared" not in part,
        "permutations": part["layouts"]["permuted_layers"],
        "resolution": SETTINGS["maps"]["resolution"],
        "layouts": layouts,
        "seed": SETTINGS["seed"],
    }


def split_settings(wildcards):
    """What regions of one half depend on, and their test in the other, for their params."""
    part = part_of(wildcards)
    return {
        **layer_settings(wildcards),
        "by": part["grouping"]["by"],
        "method": wildcards.method,
        "layouts": method_settings(part["layouts"], with_bases([wildcards.method])),
        "permutations": part["tests"]["permutations"],
        **{key: SETTINGS["regions"][key] for key in ("threshold", "min_neurons")},
        "seed": SETTINGS["seed"],
    }
