"""Helpers of the rules: the checked configuration, names of files, resources.

input:  the configuration, config/schema.yaml
output: SETTINGS and what follows from them, for all other files of this folder
"""

import re
from functools import partial
from pathlib import Path

import yaml
from code_digest import code_digest as digest_of_code
from configuration import ConfigurationError, complete
from expansion import (
    blocks,
    expand_experiments,
    experiments_of_kind,
    scored_experiments,
    width_name,
)
from provenance import write_provenance
from scripts.topomaps.layouts.methods import (
    BASE_METHODS,
    BASELINE,
    EMBEDDINGS,
    SWARM_METHODS,
    base_of,
)
from scripts.topomaps.data.sources import SOURCES
from snakemake.exceptions import WorkflowError

code_digest = partial(digest_of_code, Path(workflow.basedir) / "scripts")

try:
    SETTINGS = complete(
        config, yaml.safe_load((Path(workflow.basedir) / "config/schema.yaml").read_text())
    )
except ConfigurationError as error:
    raise WorkflowError(str(error)) from None

MODELS, PROFILED, MAPS, RUNTIMES = expand_experiments(SETTINGS)
COMPARISONS = experiments_of_kind(SETTINGS, "comparison")
ARCHITECTURES = experiments_of_kind(SETTINGS, "architectures")
SCORED = scored_experiments(SETTINGS)
BY_CHECKPOINT = [
    name for name, each in MAPS.items() if each.get("groups", {}).get("by") == "checkpoint"
]


wildcard_constraints:
    experiment="|".join([*PROFILED, *SETTINGS["experiments"]]),
    layer="[A-Za-z0-9_][A-Za-z0-9_.-]*",
    condition="layout|naps",
    first="[0-9]+",
    last="[0-9]+",


def one_of(names):
    """Pattern of a wildcard that takes one of the names; without names, it matches nothing."""
    return "|".join(names) or "(?!)"


def source_of(dataset):
    """Source of a named dataset."""
    return SOURCES[SETTINGS["datasets"][dataset]["source"]]


def trial_blocks(experiment):
    """(first, last) of every block of trials of an experiment."""
    return blocks(MAPS[experiment]["trials"], SETTINGS["trials_per_job"])


def naps_file(experiment, layer, condition="layout", first=0, last=0):
    """NAPs of a block of trials; in condition `layout` all trials share the first draw."""
    trials = f"{first}-{last}" if condition == "naps" else "0-0"
    return f"results/naps/{experiment}/{layer}/{condition}/{trials}.npz"


def naps_of_block(wildcards):
    """NAPs that a block of layouts, or of scores, is made from."""
    return naps_file(**wildcards_without(wildcards, "method"))


def wildcards_without(wildcards, *names):
    """Wildcards as a dictionary, some left out."""
    return {name: value for name, value in wildcards.items() if name not in names}


def layout_settings(wildcards, *keys):
    """Settings of the layouts of an experiment, for the params of the rules that use them."""
    return {key: PROFILED[wildcards.experiment]["layouts"][key] for key in keys}


def stacking_settings(wildcards):
    """Settings of stacked activations, where the features are such."""
    features = PROFILED[wildcards.experiment]["features"]
    keys = ["stacked_examples"] * (features != "naps")
    keys += ["balanced_correct_only"] * (features == "balanced")
    return layout_settings(wildcards, *keys)


def method_settings(layouts, methods):
    """Those of the settings of layouts that the methods use, hybrids without their bases."""
    users = {
        "graph_quantile": ["graph"],
        "distances": EMBEDDINGS,
        "n_steps": SWARM_METHODS,
        "attraction": ["PSO"],
        "random_swarm": [BASELINE],
    }
    return {key: layouts[key] for key, used_by in users.items() if {*used_by} & {*methods}}


def profile_settings(wildcards):
    """What all rules of NAPs use, for their params."""
    experiment = PROFILED[wildcards.experiment]
    return {
        "classes": experiment["groups"].get("classes"),
        "examples_per_group": experiment["examples_per_group"],
        "seed": SETTINGS["seed"],
    }


def activations_of(wildcards, file):
    """A file of the activations that an experiment uses."""
    experiment = PROFILED[wildcards.experiment]
    folder = f"results/activations/{experiment['model']}/{experiment['dataset']}"
    return f"{folder}/{wildcards.layer}/{file}"


def base_layout(wildcards):
    """Layout that a hybrid starts from; nothing for PSO and random."""
    base = base_of(wildcards.method)
    return [LAYOUT.format(**{**wildcards, "method": base})] if base else []


def maps_of_methods(wildcards):
    """Maps of a layer by all methods of an experiment."""
    return [
        f"results/maps/{wildcards.experiment}/{wildcards.layer}/{method}.npz"
        for method in MAPS[wildcards.experiment]["methods"]
    ]


def compared_experiments(experiment):
    """Label -> experiment of those whose scores are compared; an experiment alone is itself."""
    return COMPARISONS.get(experiment, {}).get("experiments", {experiment: experiment})


def growing(amount):
    """Megabytes or minutes that double with each attempt of a job, for `--retries`."""
    return lambda wildcards, attempt: amount * 2 ** (attempt - 1)


def in_report(path, category, caption):
    """Mark an output as a part of the report, under the name of its experiment and file."""
    keys = re.findall(r"{(\w+)}", path)
    labels = {key: f"{{{key}}}" for key in keys if key != keys[0]}
    return report(
        path,
        caption=f"report/{caption}.rst",
        category=category,
        subcategory=f"{{{keys[0]}}}",
        labels={"shows": caption.removeprefix("plot_").replace("_", " "), **labels},
    )
