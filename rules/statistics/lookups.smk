"""What the rules of tests read, and what they are told."""

AGREEMENT_PERMUTATIONS = 999  # of the groups of each layer, at most; correlations need no more


def tests_of_layers(experiment, file):
    """Files of the tests of all layers of an experiment."""
    return [f"results/tests/{experiment}/{layer}/{file}" for layer in PARTS[experiment]["layers"]]


def permuted_groups_settings(wildcards):
    """What the dissimilarities of permuted groups depend on, for their params."""
    part, profiles = part_of(wildcards), profile_settings(wildcards)
    keys = (
        "activations",
        "layer",
        "tokens",
        "channels",
        "drawing",
        "inputs_of",
        "weighted",
        "seed",
    )
    return {
        **{key: profiles[key] for key in keys if key in profiles},
        "experiment": wildcards.experiment,
        "permutations": min(part["tests"]["permutations"], AGREEMENT_PERMUTATIONS),
    }


def is_judged_on_folds(part):
    """Whether the labels of a part that are suspected are those that its model was trained on."""
    return part["suspects"] == "train"


def judged_dataset(part):
    """Dataset whose labels are suspected: the one seen, or the one that the model was trained on."""
    return MODELS[part["model"]]["dataset"] if is_judged_on_folds(part) else part.get("dataset")


def folds_of(part):
    """Folder of what networks that have not learned their labels make of the training inputs."""
    return f"results/folds/{part['model']}/{judged_dataset(part)}"


def layer_arrays(part):
    """Names under which the activations of the layers of a part are stored."""
    return [stored_layer(part, layer) for layer in part["layers"]]


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
    settings = {"source": activations_of(part), **axes_of(part), "by": by}
    settings["missing"] = part.get("missing", [])
    return {**settings, "only": None, **smallest}


def judged_settings(wildcards):
    """The same of the inputs whose labels are suspected."""
    part, settings = part_of(wildcards), labelled_settings(wildcards)
    if is_judged_on_folds(part):
        settings |= {"source": folds_of(part), "tokens": None, "channels": None}
    return settings


def with_dataset(files, dataset):
    """Files of activations, and of the dataset that the network saw, if there is one."""
    return {"activations": files} | (
        {"dataset": f"results/datasets/{dataset}.npz"} if dataset else {}
    )


def shown_inputs(wildcards):
    """Files of the inputs that the network sees, with all layers of a part."""
    return with_dataset(activation_files(wildcards), part_of(wildcards).get("dataset"))


def judged_inputs(wildcards):
    """The same of the inputs whose labels are suspected."""
    part = part_of(wildcards)
    if not is_judged_on_folds(part):
        return shown_inputs(wildcards)
    return with_dataset(folds_of(part), judged_dataset(part))


def has_judged_inputs(part):
    """Whether the labels that are suspected can be judged input by input."""
    return not is_judged_on_folds(part) or part["model"] in FOLDED
