"""Helpers of the rules: the checked configuration, names of files, resources.

input:  the configuration, config/schema.yaml
output: SETTINGS and what follows from them, for all other files of this folder
"""

import re
from functools import cache, partial
from pathlib import Path

import yaml
from rules.configuration.code_digest import code_digest as digest_of_code
from rules.configuration.complete import ConfigurationError, complete
from rules.configuration.configuration_files import LOADER, size_faults
from rules.configuration.duplicate_keys import duplicate_key_faults
from rules.configuration.expansion import (
    ACTIVATIONS,
    CHECKPOINTS,
    blocks,
    experiments_of_kind,
    extracted_layers,
    extraction_of,
    drawing_settings,
    models_to_train,
    parts_of_experiments,
    parts_of_models,
)
from rules.configuration.facts import model_file_facts, source_of
from rules.configuration.groupings import label_factors, needs_predictions
from rules.configuration.map_checks import compared_experiments
from rules.configuration.model_checks import imagenet_file
from rules.configuration.unquoted import unquoted_faults
from rules.configuration.user_files import states
from scripts.topomaps.activations.layer_lists import files_to_watch
from scripts.topomaps.data.sources import SOURCES
from scripts.topomaps.layouts.methods import (
    BASELINE,
    COMPUTED_METHODS,
    EMBEDDINGS,
    METHODS,
    SORTED,
    SWARM_METHODS,
    base_of,
    modules_of,
)
from scripts.topomaps.models.formats import KERAS, format_of
from snakemake.exceptions import WorkflowError

known_digest = cache(partial(digest_of_code, Path(workflow.basedir) / "scripts"))


def code_digest(script, without=(), modules=None):
    """Digest of the code of a script, found once for all jobs; see rules/configuration."""
    return known_digest(script, tuple(without), None if modules is None else tuple(modules))


try:
    files = workflow.configfiles
    if faults := [*size_faults(files)] or [*duplicate_key_faults(files), *unquoted_faults(files)]:
        raise ConfigurationError(faults)
    schema = (Path(workflow.basedir) / "config/schema.yaml").read_text(encoding="utf-8")
    SETTINGS = complete(config, yaml.load(schema, LOADER))
except ConfigurationError as error:
    raise WorkflowError(str(error)) from None

MODELS = models_to_train(SETTINGS)
PARTS = parts_of_experiments(SETTINGS)
PARTS |= parts_of_models(SETTINGS, PARTS)
RUNTIMES = experiments_of_kind(SETTINGS, "runtime")
COMPARISONS = experiments_of_kind(SETTINGS, "comparison")
ARCHITECTURES = experiments_of_kind(SETTINGS, "architectures")
DRAWN = experiments_of_kind(SETTINGS, "drawn")
COMPARED = compared_experiments(SETTINGS)
SCORED = [
    name
    for name, part in PARTS.items()
    if name in COMPARED or {"quality", "measures", "layouts"} & {*part["figures"]}
]


def one_of(names):
    """Pattern of a wildcard that takes one of the names; without names, it matches nothing."""
    return "|".join(names) or "(?!)"


wildcard_constraints:
    experiment=one_of([*PARTS, *SETTINGS["experiments"]]),
    layer="[A-Za-z0-9_][A-Za-z0-9_.-]*",
    method="|".join(METHODS),
    condition="layout|naps",
    first="[0-9]+",
    last="[0-9]+",


def trial_blocks(experiment):
    """(first, last) of every block of trials of an experiment."""
    return blocks(PARTS[experiment]["trials"], SETTINGS["trials_per_job"])


def naps_file(experiment, layer, condition="layout", first=0, last=0):
    """NAPs of a block of trials; in condition `layout` all trials share the first draw."""
    if "naps_of" in PARTS[experiment]:  # those of a layer of another part
        experiment, layer = PARTS[experiment]["naps_of"][layer]
    trials = f"{first}-{last}" if condition == "naps" else "0-0"
    return f"results/naps/{experiment}/{layer}/{condition}/{trials}.npz"


def naps_of_block(wildcards):
    """NAPs that a block of layouts, or of scores, is made from."""
    return naps_file(**{key: each for key, each in wildcards.items() if key != "method"})


def naps_of_layout(wildcards):
    """NAPs that a block of layouts is made from; of all layers where these share their layouts."""
    part = PARTS[wildcards.experiment]
    if "shared" not in part:
        return [naps_of_block(wildcards)]
    keys = {key: wildcards[key] for key in ("condition", "first", "last")}
    return [naps_file(wildcards.experiment, layer, **keys) for layer in part["layers"]]


def with_bases(methods):
    """Methods, and the base methods that the hybrids among them start from."""
    bases = [base_of(method) for method in methods if base_of(method)]
    return list(dict.fromkeys([*methods, *bases]))


def maps_file(experiment, layer, method=None):
    """Maps of a layer by a method, the first of the experiment if none is named."""
    return f"results/maps/{experiment}/{layer}/{method or PARTS[experiment]['methods'][0]}.npz"


def part_of(wildcards):
    """Settings of the part of an experiment that a job is about."""
    return PARTS[wildcards.experiment]


def states_of(*lookups):
    """Function for params: sizes and times of the users' files that some input functions name."""

    def found(wildcards):
        named = [lookup(wildcards) for lookup in lookups]
        return states(flattened(named))

    return found


def flattened(files):
    """All files in nested lists and mappings of them."""
    if isinstance(files, (str, Path)):
        return [str(files)]
    inner = files.values() if isinstance(files, dict) else files
    return [each for part in inner for each in flattened(part)]


def growing(amount):
    """Megabytes or minutes that double with each attempt of a job, for `--retries`."""
    return lambda wildcards, attempt: amount * 2 ** (attempt - 1)


def in_report(path, category, caption):
    """Mark an output as a part of the report, under the name of its experiment and file."""
    keys = re.findall(r"{(\w+)}", path)
    labels = {key: f"{{{key}}}" for key in keys if key != keys[0]}
    return report(
        path,
        caption=f"{workflow.basedir}/rules/report/{caption}.rst",
        category=category,
        subcategory=f"{{{keys[0]}}}",
        labels={"shows": caption.removeprefix("plot_").replace("_", " "), **labels},
    )
