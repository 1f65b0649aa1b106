"""Helpers of the rules: the checked configuration, names of files, and the digest of the code."""

import ast
import hashlib
import sys
from functools import cache
from pathlib import Path

import yaml
from configuration import ConfigurationError, blocks, complete, expand_experiments, width_name
from scripts.topomaps.methods import BASE_METHODS, SWARM_METHODS, base_of
from scripts.topomaps.sources import SOURCES
from snakemake.exceptions import WorkflowError

SCRIPTS = Path(workflow.basedir) / "scripts"

try:
    SETTINGS = complete(
        config, yaml.safe_load((Path(workflow.basedir) / "config/schema.yaml").read_text())
    )
except ConfigurationError as error:
    raise WorkflowError(str(error)) from None

MODELS, PROFILED, MAPS, RUNTIMES = expand_experiments(SETTINGS)


wildcard_constraints:
    experiment="|".join([*PROFILED, *RUNTIMES]),
    layer="[A-Za-z0-9_]+",
    condition="layout|naps",
    first="[0-9]+",
    last="[0-9]+",


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


def settings_of(section, *keys):
    """The named settings of a section, for the params of the rules that use them."""
    return {key: SETTINGS[section][key] for key in keys}


def module_files(name):
    """Files that importing the dotted `name` executes, if they are ours."""
    parts = name.split(".")
    for n in range(1, len(parts) + 1):
        path = SCRIPTS.joinpath(*parts[:n])
        if (path / "__init__.py").is_file():
            yield path / "__init__.py"
        elif path.with_suffix(".py").is_file():
            yield path.with_suffix(".py")


@cache
def imported_files(path):
    """Files under scripts/ that `path` imports directly, also inside functions."""
    files = set()
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        files.update(file for name in names for file in module_files(name))
    return files


@cache
def code_digest(script):
    """Digest of scripts/`script` and of every module of ours that it imports.

    As a parameter of a rule it makes an edit of the code rerun exactly the rules that use it.
    """
    todo, seen = [SCRIPTS / script], set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo.extend(imported_files(path))
    digest = hashlib.sha256()
    for path in sorted(seen):
        digest.update(f"{path.relative_to(SCRIPTS)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
