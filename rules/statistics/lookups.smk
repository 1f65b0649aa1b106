"""What the rules of tests read, and what they are told."""


def tests_of_layers(experiment, file):
    """Files of the tests of all layers of an experiment."""
    return [f"results/tests/{experiment}/{layer}/{file}" for layer in PARTS[experiment]["layers"]]


def is_judged_on_folds(part):
    """Whether the labels of a part that are suspected are those that its model was trained on."""
    return part["suspects"] == "train"


def folds_of(part):
    """Folder of what networks that have not learned their labels make of the training inputs."""
    return f"results/folds/{part['model']}/{part['dataset']}"


def layer_arrays(part):
    """Names under which the activations of the layers of a part are stored."""
    return list(part["layers"].values() if "activations" in part else part["layers"])


def shown_layer(part):
    """File name of the layer whose maps show the parts of groups: the deepest of the shown ones."""
    return shown_of(part, "shown")[-1]


def labelled_settings(wildcards):
    """Which activations a job reads, and what the labels of the inputs are."""
    part = part_of(wildcards)
    grouping, by = part["grouping"], label_factors(part["grouping"])
    # A class may have lost all of its labels; values of attributes are those that inputs have.
    smallest = {"min_size": 0 if by == ["class"] else None}
    if by == grouping["by"]:
        smallest |= {key: grouping[key] for key in ("only", "min_size") if key in grouping}
    settings = {"source": activations_of(part), "tokens": part.get("tokens"), "by": by}
    return {**settings, "only": None, **smallest}


def judged_settings(wildcards):
    """The same of the inputs whose labels are suspected."""
    part, settings = part_of(wildcards), labelled_settings(wildcards)
    if is_judged_on_folds(part):
        settings |= {"source": folds_of(part), "tokens": None}
    return settings


def with_dataset(wildcards, files):
    """Files of activations, and of the dataset that the network saw."""
    part = part_of(wildcards)
    dataset = {"dataset": f"results/datasets/{part['dataset']}.npz"} if "dataset" in part else {}
    return {"activations": files, **dataset}


def shown_inputs(wildcards):
    """Files of the inputs that the network sees, with all layers of a part."""
    return with_dataset(wildcards, activation_files(wildcards))


def judged_inputs(wildcards):
    """The same of the inputs whose labels are suspected."""
    part = part_of(wildcards)
    if not is_judged_on_folds(part):
        return shown_inputs(wildcards)
    return with_dataset(wildcards, folds_of(part))
