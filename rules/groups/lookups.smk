"""What the rules of groups read, and what they are told."""


def activations_of(part):
    """Folder or file of the activations of a part of an experiment."""
    if "activations" in part:
        return part["activations"]
    return f"results/{extraction_of(part)}/{part['model']}/{part['dataset']}"


def activation_files(wildcards):
    """Files of the activations of a layer, or of all layers: those whose change matters."""
    part = part_of(wildcards)
    return files_of_activations(part, [wildcards.layer] if "layer" in wildcards.keys() else None)


def files_of_activations(part, layers=None):
    """Files of the activations of some layers of a part, of all if none are named."""
    path = Path(activations_of(part))
    if not (path.is_dir() and "activations" in part):
        return [str(path)]
    files = [
        file
        for layer in [part["layers"][each] for each in layers or part["layers"]]
        for file in sorted((path / layer).glob("*.npy")) or [path / f"{layer}.npy"]
    ]
    return [str(file) for file in (*files, path / "inputs.csv")]


def layer_settings(wildcards):
    """Which activations a job reads, for its params."""
    part = part_of(wildcards)
    settings = {
        "activations": activations_of(part),
        "layer": stored_layer(part, wildcards.layer),
    }
    return {**settings, "tokens": part.get("tokens")} if "activations" in part else settings


def stored_layer(part, layer):
    """Name under which the activations of a layer, by its file name, are stored."""
    return part["layers"][layer] if "activations" in part else layer


def layers_to_check(part):
    """Layers of a user's activations, whose lengths must be that of the table of inputs."""
    return list(part["layers"].values()) if "activations" in part else []


def groups_file(wildcards):
    """Groups of the inputs of a part, which it may share with others."""
    return f"results/groups/{part_of(wildcards)['groups_of']}.npz"


def outcomes_file(wildcards):
    """Table of the outcomes of the groups of a part."""
    return f"results/tables/{part_of(wildcards)['groups_of']}/outcomes.tsv"
