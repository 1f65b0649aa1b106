"""Checks of an experiment with maps: its source, layers, groups and figures belong together."""

from pathlib import Path

from rules.configuration.effect_checks import effect_errors
from rules.configuration.expansion import compared_experiments, layers_of
from rules.configuration.facts import dataset_of, inspect_source
from rules.configuration.figures import unmet_needs
from rules.configuration.group_checks import grouping_errors, interest_errors
from rules.configuration.groupings import groupings_of, repeated_names
from rules.configuration.layer_checks import each_token_errors, layer_errors
from rules.configuration.layer_files import layer_files
from rules.configuration.named_regions import named_region_errors
from rules.configuration.saliency import saliency_errors
from rules.configuration.sentences import no_layer
from rules.figures.needs import n_layers
from scripts.topomaps.activations.layer_lists import inputs_file, mask_name, stored_layers

MAX_BLOCKS = 1000


def map_errors(config, key, experiment):
    """Errors of an experiment with maps; of one without a usable source, this alone."""
    if errors := list(_source_errors(config, key, experiment)):
        yield from errors
        return
    if "model" in experiment and dataset_of(config, experiment) not in config["datasets"]:
        return  # a error of the model, which is reported there
    facts = inspect_source(config, experiment)
    yield from layer_errors(config, key, experiment, facts)
    yield from each_token_errors(config, key, experiment)
    yield from saliency_errors(config, key, experiment)
    yield from _channel_errors(key, experiment, facts)
    yield from _missing_errors(key, experiment)
    yield from _instance_errors(key, experiment)
    for name in repeated_names(experiment):
        yield f"{key}.groups: two groupings are called {name!r}; give one of them a `name`"
    for grouping in groupings_of(experiment).values():
        yield from grouping_errors(key, experiment, grouping, facts)
        yield from interest_errors(config, f"{key}.groups", experiment, grouping)
    yield from _figure_errors(config, key, experiment, facts)
    yield from _shared_errors(key, experiment, facts)
    layers = layers_of(config, experiment, facts)
    files = None if layers is None else layer_files(config, experiment, layers)
    yield from named_region_errors(key, experiment, files)
    yield from effect_errors(key, experiment, facts, layers)
    yield from _split_errors(key, experiment)
    yield from _trial_errors(config, key, experiment)


def _split_errors(key, experiment):
    """Whether groups that are all of the same inputs shall be tested in a half of them."""
    groupings = groupings_of(experiment).values()
    if "split" in experiment["regions"] and any(each.is_by("checkpoint") for each in groupings):
        yield (
            f"{key}.regions.split: groups by `checkpoint` are of the same inputs, which cannot be "
            "split; leave it out, or group by something else"
        )


def _source_errors(config, key, experiment):
    if "activations" in experiment and "model" in experiment:
        yield f"{key}: name either `activations` or `model`, not both; leave one of them out"
    elif "activations" not in experiment and "model" not in experiment:
        yield f"{key}: name either `activations`, or `model` and `dataset`"
    elif "activations" in experiment:
        yield from _activations_errors(key, experiment)
    elif "dataset" not in experiment and not dataset_of(config, experiment):
        yield f"{key}: the key 'dataset' is missing; it says which inputs the model sees"
    elif "layers" not in experiment and "architecture" not in config["models"][experiment["model"]]:
        layers = inspect_source(config, experiment).layers or []
        path = config["models"][experiment["model"]].get("path")
        listed = f"; it has {', '.join(layers)}" if layers else ""
        hint = f", and `snakemake list_layers --config model_file={path}` says which are suited"
        yield f"{key}: the key 'layers' is missing{listed}{hint if path else ''}"


def _activations_errors(key, experiment):
    path = Path(experiment["activations"])
    try:
        layers = stored_layers(path)
        if layers:
            mask_name(path, layers[0])  # refuses masks of unknown layers
    except ValueError as error:
        yield f"{key}.activations: {error} (looked for in {Path.cwd()})"
        return
    if layers is None and "layers" not in experiment:
        yield (
            f"{key}.layers: name the layers of {path}; without the package h5py they cannot be "
            "looked up here"
        )
    if path.is_dir() and not inputs_file(path).is_file():
        yield f"{key}.activations: the table '{path / 'inputs.csv'}' of the inputs is missing"
    if "dataset" in experiment:
        yield f"{key}.dataset: activations from elsewhere have their inputs; leave it out"


def _instance_errors(key, experiment):
    """Errors of single inputs that no figure shows, or that are not of one network."""
    if not experiment["map_grid"]["inputs"]:
        return
    if "map_grid" not in experiment["figures"]:
        yield f"{key}.map_grid.inputs: add map_grid to `figures`, or leave them out"
    if any(each.is_by("checkpoint") for each in groupings_of(experiment).values()):
        yield (
            f"{key}.map_grid.inputs: with groups by `checkpoint`, each input has several maps; "
            "group by something else"
        )


def _missing_errors(key, experiment):
    if "missing" in experiment and "activations" not in experiment:
        yield f"{key}.missing: it is of activations from elsewhere; a dataset has its own"


def _channel_errors(key, experiment, facts):
    channels = experiment.get("channels")
    if channels is not None and "activations" not in experiment:
        yield (
            f"{key}.channels: it is of activations from elsewhere; where the channels of a model's "
            "layers lie says the model's key `layer_channels`"
        )
    elif isinstance(channels, dict):
        for layer in channels:
            if facts.layers is not None and layer not in facts.layers:
                yield no_layer(f"{key}.channels", experiment["activations"], layer, facts.layers)


def _figure_errors(config, key, experiment, facts):
    groupings = groupings_of(experiment).values()
    for figure in experiment["figures"]:
        unmet = [unmet_needs(figure, experiment, each, facts) for each in groupings]
        if all(unmet):
            need = unmet[0][0]
            yield (
                f"{key}.figures: {figure!r} needs {need.words}; {need.remedy}, or leave out the "
                "figure"
            )
    if not experiment["figures"] and key.rsplit(".", 1)[1] not in compared_experiments(config):
        yield f"{key}.figures: there is no figure to make, and no comparison uses the experiment"


def _shared_errors(key, experiment, facts):
    if "shared" not in experiment:
        return
    if experiment["methods"] != ["sorted"]:
        yield f"{key}.shared: layouts are shared by the method 'sorted'; write `methods: [sorted]`"
    if n_layers(experiment, facts) < 2:
        yield f"{key}.shared: there is one layer alone; name two or more, or leave it out"


def _trial_errors(config, key, experiment):
    blocks = -(-experiment["trials"] // config["trials_per_job"])
    if blocks > MAX_BLOCKS:
        yield (
            f"{key}.trials: {experiment['trials']} trials, {config['trials_per_job']} in a job, "
            f"are {blocks:,} jobs for each layer and method; raise `trials_per_job` (at most "
            f"{MAX_BLOCKS:,} jobs are allowed), or make fewer trials"
        )
