"""An analysis from the files of a run of the workflow: what it computed is read, not made again."""

import json
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.inputs import InputTable, read_inputs
from topomaps.activations.layer import LayerActivations, open_layer_activations
from topomaps.activations.layer_lists import stored_layers
from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.activations.stored_arrays import open_outputs
from topomaps.analysis.fitted import CONDITION, Fitted
from topomaps.analysis.given import Given
from topomaps.analysis.settings import Settings
from topomaps.analysis.tables import Tables
from topomaps.common.files import load_arrays, load_table
from topomaps.common.text import natural_key
from topomaps.groups.configured import analysis_name, entries_of, factors_of, grouping_name
from topomaps.groups.files import load_groups
from topomaps.groups.grouped_inputs import grouped_inputs
from topomaps.groups.sampling import SampledGroups
from topomaps.models.layer_names import file_names
from topomaps.statistics.files import load_subgroups, load_suspects

TEXT = {"first": str, "second": str, "group": str, "parameter": str}
OF_TESTS = ("permutations", "resamples", "alpha")
OF_GROUPS = ("only", "min_size", "weighted", "random_groups", "examples_per_group")


class Run:
    """Files of one analysis of a run.

    Parameters
    ----------
    results : path-like
        The folder `results` of the run.
    name : str
        Of the analysis: of an experiment, or of one of its groupings.

    Raises
    ------
    ValueError
        If there is no such analysis; names those that there are.
    """

    def __init__(self, results, name):
        self.results, self.name = Path(results), name
        if not (self.results / "naps" / name).is_dir():
            there = sorted(each.name for each in self.results.glob("naps/*") if each.is_dir())
            raise ValueError(
                f"{self.results} has no maps of an analysis {name!r}; there are: "
                f"{', '.join(there) or 'none'}"
            )

    @cached_property
    def layer_files(self):
        """Names of the files of the layers."""
        found = self.results.glob(f"naps/{self.name}/*/{CONDITION}/0-0.npz")
        return sorted((path.parts[-3] for path in found), key=natural_key)

    def naps(self, file):
        """Arrays of the NAPs of a layer."""
        return load_arrays(self.results / f"naps/{self.name}/{file}/{CONDITION}/0-0.npz")

    def positions(self, file):
        """Positions (N, 2) of the first trial by method."""
        found = {}
        for path in self.results.glob(f"layouts/{self.name}/{file}/{CONDITION}/*/0-*.npz"):
            found[path.parent.name] = load_arrays(path)["positions"][0]
        return found

    def table(self, path, **options):
        """A table of the run; None where the run has not made it."""
        path = self.results / path
        return load_table(path, dtype=TEXT, **options) if path.is_file() else None

    @cached_property
    def configuration(self):
        """Complete configuration of the last run that has the experiment; {} if none is known."""
        for path in sorted(self.results.glob("provenance/*.json"), reverse=True):
            config = json.loads(path.read_text(encoding="utf-8"))["configuration"]
            if _experiment_of(config, self.name):
                return config
        return {}

    @cached_property
    def experiment(self):
        """Settings of the experiment with those of the grouping; {} if none are known."""
        return _experiment_of(self.configuration, self.name) or {}


def _experiment_of(config, name):
    """Settings of the experiment and the grouping that an analysis is of; None if there is none."""
    for experiment, given in config.get("experiments", {}).items():
        entries = entries_of(given["groups"]) if "groups" in given else []
        for entry in entries:
            if analysis_name(experiment, grouping_name(entry), len(entries)) == name:
                return {**given, **entry, "by": factors_of(entry["by"])}
    return None


def opened(results, name, layers=None):
    """What an analysis of a run is made of.

    Parameters
    ----------
    results, name
        As of `Run`.
    layers : str or sequence of str, optional
        Names of layers, or of their files; all if left out.

    Returns
    -------
    given : topomaps.analysis.given.Given
    inputs : topomaps.groups.files.GroupedInputs
    settings : topomaps.analysis.settings.Settings
    fitted : topomaps.analysis.fitted.Fitted
    tables : StoredTables
    """
    run = Run(results, name)
    settings, files = _settings(run), _files(run, layers)
    profiles = {layer: run.naps(file) for layer, file in files.items()}
    positions = {layer: _in_order(run, run.positions(file)) for layer, file in files.items()}
    given = _given(run, files, profiles)
    inputs = _grouped(run, given)
    seed = run.configuration.get("seed", 0)
    fitted = Fitted(
        _sampled(profiles, inputs), profiles, positions, "shared" in run.experiment, seed
    )
    parts = given, inputs, settings, fitted
    return *parts, StoredTables(run, files, *parts)


def _settings(run):
    config, experiment = run.configuration, run.experiment
    given = {
        key: section[key]
        for section, keys in (
            (experiment, (*OF_TESTS, *OF_GROUPS)),
            (config.get("regions", {}), ("threshold", "min_neurons", "n_inputs")),
            (config.get("maps", {}), ("color_limit", "resolution")),
        )
        for key in keys
        if key in section
    }
    people = experiment.get("explorer", {}).get("people")
    return Settings.of({"name": run.name, **given, "about_people": people})


def _files(run, layers):
    """Files of the layers by their names."""
    path = _activations(run)
    names = run.experiment.get("layers") or (stored_layers(path) if path else None) or []
    name_of = {file: layer for layer, file in file_names(names).items()}
    files = {name_of.get(file, file): file for file in run.layer_files}
    order = [name for name in names if name in files]
    files = {name: files[name] for name in [*order, *(each for each in files if each not in order)]}
    if layers is None:
        return files
    wanted = [layers] if isinstance(layers, str) else list(layers)
    by_any = {**{file: name for name, file in files.items()}, **{name: name for name in files}}
    if unknown := [each for each in wanted if each not in by_any]:
        raise ValueError(f"there is no layer {unknown[0]!r}; there are: {', '.join(files)}")
    return {by_any[each]: files[by_any[each]] for each in wanted}


def _activations(run):
    """Path of the activations; None where they are not known, or are not there."""
    given = run.experiment
    if "activations" in given:
        path = run.results.parent / given["activations"]
    elif "model" in given:
        config = run.configuration
        dataset = given.get("dataset") or config["models"][given["model"]].get("dataset", "")
        kind = "tokens" if given.get("tokens") == "each" else "activations"
        kind = "checkpoints" if given["by"] == ["checkpoint"] else kind
        path = run.results / kind / given["model"] / dataset
    else:
        return None
    return path if path.exists() else None


def _in_order(run, positions):
    """Positions by method, in the order of the configuration."""
    wanted = [each for each in run.experiment.get("methods", ()) if each in positions]
    if not positions:
        raise ValueError(
            f"{run.results} has no layouts of {run.name!r}; run the workflow to its end"
        )
    return {each: positions[each] for each in wanted or sorted(positions)}


def _given(run, files, profiles):
    path, experiment = _activations(run), run.experiment
    by = experiment.get("by", ["class"])
    title = " × ".join(by)
    widths = {layer: arrays["naps"].shape[-1] for layer, arrays in profiles.items()}
    names = {key: factors_of(experiment.get(key, ())) for key in ("nuisance", "blocks")}
    if path is None:
        layers = {layer: LayerActivations(_Absent(run, width)) for layer, width in widths.items()}
        known = InputTable(None, None, (), (), pd.DataFrame())
        return Given(layers, known, by, **names, title=title)
    is_users = "activations" in experiment
    axes = {key: experiment.get(key) for key in ("tokens", "channels")} if is_users else {}
    layers = {
        layer: _layer(run, path, layer if is_users else file, axes, widths[layer])
        for layer, file in files.items()
    }
    dataset = None if is_users else run.results / f"datasets/{path.name}.npz"
    dataset = dataset if dataset and dataset.is_file() else None
    shown = open_shown_inputs(path, dataset) if is_users or dataset else None
    known = read_inputs(path, experiment.get("missing", ()))
    return Given(
        layers, known, by, **names, outputs=open_outputs(path), shown=shown,
        names=input_names(path, dataset, slice(None)).get("file"), source=str(path), title=title,
    )  # fmt: skip


def _layer(run, path, layer, axes, width):
    """Activations of a layer; of those of which only sums are kept, nothing can be read."""
    try:
        return open_layer_activations(path, layer, **axes)
    except (ValueError, FileNotFoundError):
        return LayerActivations(_Absent(run, width))


class _Absent:
    """Activations that a run has not kept: a sentence where they are read."""

    ndim, dtype = 2, np.dtype(np.float64)

    def __init__(self, run, width):
        self.shape, self._run = (0, width), run

    def __len__(self):
        return 0

    def __getitem__(self, key):
        raise ValueError(
            f"the activations of {self._run.name!r} are not where the run read them, and it has "
            "not computed this; ask for it in the configuration (figures), or copy them there"
        )


def _grouped(run, given):
    """Groups of the inputs: of the run's file, or found anew where it shares another's."""
    path = run.results / f"groups/{run.name}.npz"
    if path.is_file():
        return load_groups(path)
    experiment = run.experiment
    grouping = {key: experiment[key] for key in ("only", "min_size") if key in experiment}
    return grouped_inputs(
        given.known, by=given.by, nuisance=given.nuisance, blocks=given.blocks, **grouping
    )


def _sampled(profiles, inputs):
    """Groups of the profiles; inputs of random groups are not known."""
    arrays = next(iter(profiles.values()))
    names, rows, columns, kinds = (
        tuple(arrays[key].tolist()) for key in ("groups", "rows", "columns", "kinds")
    )
    own = inputs.grouping
    members = {name: np.flatnonzero(own.members == code) for code, name in enumerate(own.names)}
    counts = arrays["counts"][0]
    found = [
        members[name] if len(members.get(name, ())) == n else np.full(n, -1)
        for name, n in zip(names, counts, strict=True)
    ]
    return SampledGroups(names, rows, columns, kinds, found)


class StoredTables(Tables):
    """Tables of an analysis of a run: read where the run has made them, else computed."""

    def __init__(self, run, files, *analysis):
        super().__init__(*analysis)
        self.run, self.files = run, files

    @cached_property
    def compared(self):
        """Tests of each layer, read or computed."""
        computed = super().compared
        return {layer: self._stored_tests(layer) or computed[layer] for layer in self.files}

    def _stored_tests(self, layer):
        folder = self.run.results / f"tests/{self.run.name}/{self.files[layer]}"
        if not (folder / "neurons.npz").is_file():
            return None
        separation, pairs = (load_table(folder / f"{each}.tsv", dtype=TEXT)
                             for each in ("separation", "pairs"))  # fmt: skip
        neurons = load_arrays(folder / "neurons.npz")
        return SimpleNamespace(
            separation_table=separation, pairs=pairs, neurons=neurons, neurons_of_groups=neurons
        )

    def _stored(self, name, load=None):
        """A table of the analysis that the run has made; None if it has not."""
        path = self.run.results / f"tables/{self.run.name}/{name}.tsv"
        if not path.is_file():
            return None
        return load(path) if load else load_table(path, dtype=TEXT)

    @cached_property
    def suspects(self):
        """Suspicious inputs."""
        stored = self._stored("suspicious_inputs", load_suspects)
        return super().suspects if stored is None else stored

    @cached_property
    def expected_wrong(self):
        """How many labels to expect wrong."""
        stored = self._stored("expected_wrong", load_table)  # `first` is a number here
        return super().expected_wrong if stored is None else stored

    @cached_property
    def outcomes(self):
        """What the network predicts for each group."""
        stored = self._stored("outcomes")
        return super().outcomes if stored is None else stored

    @cached_property
    def gaps(self):
        """Differences between each two groups in what is predicted."""
        stored = self._stored("outcome_gaps")
        return super().gaps if stored is None else stored

    @cached_property
    def gap_tests(self):
        """The clearest gaps between groups."""
        stored = self._stored("outcome_tests")
        return super().gap_tests if stored is None else stored

    @cached_property
    def subgroups(self):
        """Tables of subgroups."""
        names = {"inputs": "subgroup_members", "neurons": "subgroup_neurons"}
        stored = {"groups": self._stored("subgroups", load_subgroups)}
        stored |= {key: self._stored(name) for key, name in names.items()}
        return super().subgroups if any(each is None for each in stored.values()) else stored
