"""What the rules of groups read, and what they are told."""

INPUTS_TABLE = "results/tables/{experiment}/inputs.tsv"


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
    if "activations" not in part:
        return [activations_of(part)]
    wanted = tuple(part["layers"][each] for each in layers or part["layers"])
    return users_files(part["activations"], wanted)


@cache
def users_files(path, layers):
    """Files of a user's activations, looked up once for all jobs."""
    return [str(file) for file in files_to_watch(path, layers)]


def named_regions_file(wildcards):
    """Table of the regions that a user has named."""
    return part_of(wildcards)["regions"]["named"]


def layer_settings(wildcards):
    """Which activations a job reads, for its params."""
    part = part_of(wildcards)
    settings = {
        "activations": activations_of(part),
        "layer": stored_layer(part, wildcards.layer),
    }
    return settings | (axes_of(part) if "activations" in part else {})


def axes_of(part):
    """What the axes of a user's activations mean."""
    return {key: part.get(key) for key in ("tokens", "channels")}


def stored_layer(part, layer):
    """Name under which the activations of a layer, by its file name, are stored."""
    return part["layers"][layer] if "activations" in part else layer


def layers_to_check(part):
    """Layers of a user's activations, whose lengths must be that of the table of inputs."""
    return list(part["layers"].values()) if "activations" in part else []


def dataset_file(part):
    """File of the dataset of a part; nothing for activations from elsewhere."""
    return f"results/datasets/{part['dataset']}.npz" if "dataset" in part else []


def groups_file(wildcards):
    """Groups of the inputs of a part, which it may share with others."""
    return f"results/groups/{part_of(wildcards)['groups_of']}.npz"


def outcomes_file(wildcards):
    """Table of the outcomes of the groups of a part."""
    return f"results/tables/{part_of(wildcards)['groups_of']}/outcomes.tsv"
