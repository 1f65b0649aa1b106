"""What all rules use: the checked configuration, and helpers of rules.

input:  the configuration, config/schema.yaml
output: SETTINGS, and by name DATASETS, MODELS, EXPERIMENTS and ANALYSES, as rules/configuration
        describes them
"""

from functools import cache, partial
from pathlib import Path

import yaml
from rules.configuration import explanations, paths
from rules.configuration.analysis import ACTIVATIONS, CHECKPOINTS, TOKENS
from rules.configuration.code_digest import code_digest as digest_of_code
from rules.configuration.command_line import with_numbers
from rules.configuration.configuration_files import LOADER, size_errors
from rules.configuration.datasets import datasets_of
from rules.configuration.duplicate_keys import duplicate_key_errors
from rules.configuration.expansion import analyses_of, experiments_of
from rules.configuration.extraction import extraction_for
from rules.configuration.models import models_of
from rules.configuration.saliency import SALIENCY
from rules.configuration.targets import targets
from rules.configuration.unquoted import unquoted_errors
from rules.configuration.user_files import states
from rules.configuration.validate_config import ConfigurationError, validate_config
from rules.report.captions import caption_in
from rules.report.naming import place_labels, titles_of
from scripts.topomaps.layouts.methods import METHODS
from snakemake.exceptions import WorkflowError

known_digest = cache(partial(digest_of_code, Path(workflow.basedir) / "scripts"))


def code_digest(script, without=(), modules=None):
    """Digest of the code of a script, found once for all jobs; see rules/configuration."""
    return known_digest(script, tuple(without), None if modules is None else tuple(modules))


try:
    files = workflow.configfiles
    if errors := [*size_errors(files)] or [*duplicate_key_errors(files), *unquoted_errors(files)]:
        raise ConfigurationError(errors)
    schema = (Path(workflow.basedir) / "config/schema.yaml").read_text(encoding="utf-8")
    written = with_numbers(config, workflow.config_settings.config)
    SETTINGS = validate_config(written, yaml.load(schema, LOADER))
except ConfigurationError as error:
    raise WorkflowError(str(error)) from None

DATASETS, MODELS, ANALYSES = datasets_of(SETTINGS), models_of(SETTINGS), analyses_of(SETTINGS)
EXPERIMENTS = experiments_of(SETTINGS, ANALYSES)
TITLES = titles_of(EXPERIMENTS)


def one_of(names):
    """Pattern of a wildcard that takes one of the names; without names, it matches nothing."""
    return "|".join(names) or "(?!)"


def of_kind(kind):
    """Pattern of the experiments of one kind."""
    return one_of(name for name, each in EXPERIMENTS.items() if each.kind == kind)


wildcard_constraints:
    experiment=one_of([*ANALYSES, *EXPERIMENTS]),
    layer="[A-Za-z0-9_][A-Za-z0-9_.-]*",
    method="|".join(METHODS),
    condition="layout|naps",
    first="[0-9]+",
    last="[0-9]+",


def analysis(wildcards):
    """The analysis that a job is about."""
    return ANALYSES[wildcards.experiment]


def experiment(wildcards):
    """The experiment that a job is about, of figures and pages of all its groupings."""
    return EXPERIMENTS[wildcards.experiment]


def dataset(wildcards):
    """The dataset that a job is about."""
    return DATASETS[wildcards.dataset]


def model(wildcards):
    """The model that a job is about."""
    return MODELS[wildcards.model]


def model_files(wildcards):
    """Files of a model, or of the weights of an application; none for random weights."""
    return model(wildcards).files


def learned(wildcards):
    """The dataset that the networks of a runtime experiment learn."""
    return DATASETS[experiment(wildcards).given["dataset"]]


def extraction(wildcards, kind=None):
    """The extraction that a job is about."""
    names = (kind or wildcards.kind, wildcards.model, wildcards.dataset)
    return extraction_for(MODELS, DATASETS, ANALYSES, *names)


def activation_files(wildcards):
    """Files of the activations of a layer, or of all layers: those whose change matters."""
    return analysis(wildcards).activation_files(wildcards.get("layer"))


def explained_files(wildcards):
    """Files of the regions that are explained, of the network, and of what it has seen."""
    return explanations.files(analysis(wildcards), MODELS, wildcards.layer, wildcards.method)


def block_of(wildcards):
    """The layer, the condition and the block of trials that a job is about."""
    return {key: wildcards[key] for key in ("layer", "condition", "first", "last")}


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
    return [file for each in inner for file in flattened(each)]


def growing(amount):
    """Megabytes or minutes that double with each attempt of a job, for `--retries`."""
    return lambda wildcards, attempt: amount * 2 ** (attempt - 1)


def in_report(path, category, caption):
    """Mark an output as a part of the report, under the titles of its experiment and caption.

    Snakemake shows one of those whose labels are equal, without a word about the others.
    """
    shows = {"shows": caption_in(caption).title}
    return report(
        path,
        caption=f"{workflow.basedir}/rules/report/{caption}",
        category=category,
        subcategory=lambda wildcards: TITLES[wildcards.experiment],
        labels=lambda wildcards: shows | labels_of(wildcards),
    )


def labels_of(wildcards):
    """Layer and method of a result in the report."""
    place = {key: wildcards[key] for key in ("layer", "method") if key in wildcards.keys()}
    return place_labels(ANALYSES.get(wildcards.experiment), **place)
