"""Files that experiments of kind `own` ask for, and where the user's files lie.

input:  the checked configuration (common.smk)
output: lists of files, for the rule `all` and the inputs of other rules
"""

from image_files import images_digest
from own_configuration import is_own, own_settings

from scripts.topomaps.models.layer_lists import keras_layers

OWN = {name: each for name, each in MAPS.items() if each.get("kind") == "own"}
OWN_DATASETS = [name for name, each in SETTINGS["datasets"].items() if is_own(each)]
OWN_MODELS = {name: each["path"] for name, each in SETTINGS["models"].items() if "path" in each}


def model_file(wildcards):
    """File of a model, the user's own or one trained here."""
    return OWN_MODELS.get(wildcards.model, f"results/models/{wildcards.model}/model.keras")


def extraction_settings(wildcards):
    """What the extraction uses, for its params.

    A user's model that scales its inputs by itself gets those of a named dataset as they are;
    datasets of users have the right scale already.
    """
    model, is_named = wildcards.model, wildcards.dataset not in OWN_DATASETS
    scales = model in OWN_MODELS and is_named and keras_layers(OWN_MODELS[model])[2]
    return {
        "tensorflow_threads": SETTINGS["tensorflow_threads"],
        "scale": 1.0 if scales else None,
    }


def layer_file(wildcards):
    """File of a layer's activations, the user's own or extracted here."""
    given = PROFILED[wildcards.experiment].get("activations")
    if given is None:
        return activations_of(wildcards, "activations.npy")
    return f"{given}/{wildcards.layer}.npy" if Path(given).is_dir() else given


def inputs_file(wildcards):
    """File of what is known of the inputs of activations."""
    given = PROFILED[wildcards.experiment].get("activations")
    if given is None:
        return activations_of(wildcards, "examples.npz")
    return f"{given}/inputs.csv" if Path(given).is_dir() else given


def pictures_file(wildcards):
    """File with the inputs themselves; nothing where a user's folder has none."""
    experiment = PROFILED[wildcards.experiment]
    given = experiment.get("activations")
    if given is None:
        return f"results/datasets/{experiment['dataset']}.npz"
    if Path(given).is_dir():
        return f"{given}/inputs.npy" if Path(given, "inputs.npy").is_file() else []
    return given


def dataset_settings(wildcards):
    """Settings of a user's dataset, for the params of its rule."""
    keys = (
        "source",
        "label",
        "attributes",
        "image_size",
        "channels",
        "scale",
        "test_share",
        "damaged_images",
    )
    settings = own_settings(SETTINGS, wildcards.dataset)
    return {**{key: settings[key] for key in keys}, "seed": SETTINGS["seed"]}


def group_settings(wildcards):
    """How the inputs of an experiment are grouped, for the params of the rules that use it."""
    groups = OWN[wildcards.experiment]["groups"]
    return {
        **{key: groups[key] for key in ("by", "attributes", "min_size")},
        "only": groups.get("only"),
    }


def maps_of_layers(wildcards):
    """Maps of all layers of an experiment by one method."""
    return [
        f"results/maps/{wildcards.experiment}/{layer}/{wildcards.method}.npz"
        for layer in MAPS[wildcards.experiment]["layers"]
    ]


def naps_of_layers(wildcards):
    """First NAPs of all layers of an experiment."""
    experiment = wildcards.experiment
    return [naps_file(experiment, layer) for layer in MAPS[experiment]["layers"]]


def own_title(experiment):
    """What an experiment of kind `own` is about, in the title of a figure."""
    groups = OWN[experiment]["groups"]
    what = " × ".join(groups["attributes"]) or groups["by"]
    return f"{experiment.replace('_', ' ')}, groups by {what}"


def tested_file(wildcards, streamed, averaged):
    """A file that the tests of an experiment read: streamed, or averaged from own activations."""
    if wildcards.experiment in OWN:
        return f"results/tests/{wildcards.experiment}/{wildcards.layer}/{averaged}"
    return streamed_file(wildcards, streamed)


def tested_groups(wildcards):
    """The variable of a test, and how many inputs a value of it needs."""
    if wildcards.experiment in OWN:  # small groups are left out already
        return {"attributes": ["group"], "min_size": 2}
    grouping = STREAMED[wildcards.experiment]["grouping"]
    return {key: grouping[key] for key in ("attributes", "min_size")}


def own_tables():
    """Tables of tests of all experiments of kind `own`."""
    return test_tables(name for name, each in OWN.items() if "tests" in each["figures"])


def test_tables(names):
    """Tables of the tests of experiments, or of parts of them."""
    return [
        f"results/tests/{name}_{table}.tsv" for name in names for table in ("separation", "pairs")
    ]
