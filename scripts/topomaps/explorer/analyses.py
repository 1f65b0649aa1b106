"""What an explorer is made of: analyses, their layers, and the inputs they show."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topomaps.explorer.testing import Testing
from topomaps.groups.sampling import SampledGroups


class Source(NamedTuple):
    """Inputs that a network saw.

    Attributes
    ----------
    name, model, dataset : str
        Model and dataset are empty for activations from elsewhere.
    known : topomaps.activations.inputs.InputTable
    files : ndarray of str, shape (n,), or None
        Names of the files of images.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
    """

    name: str
    model: str
    dataset: str
    known: Any
    files: np.ndarray | None
    shown: Any


class Tested(NamedTuple):
    """The test of the groups of a layer.

    Attributes
    ----------
    groups : ndarray of str, shape (T,)
    p, scores : ndarray, shape (T, N)
        As of `topomaps.statistics.separation.Separation`.
    summary : dict
        A row of the table of separation.
    of_groups : pandas.DataFrame
        As of `topomaps.statistics.separation.Separation.of_groups`.
    pairs : pandas.DataFrame
        As of `topomaps.statistics.pairwise.pairwise_differences`.
    pair_p : dict of tuple of str -> ndarray, shape (N,)
        p of the neurons of pairs of groups, as of `topomaps.statistics.marked_pairs`.
    """

    groups: np.ndarray
    p: np.ndarray
    scores: np.ndarray
    summary: dict
    of_groups: pd.DataFrame
    pairs: pd.DataFrame
    pair_p: dict


def tested_groups(neurons, summary, pairs):
    """Tested, of `neurons` and `pairs` of `topomaps.statistics.compared_groups.ComparedGroups`."""
    pair_p = dict(zip(map(tuple, neurons["pairs"].tolist()), neurons["pair_p"], strict=True))
    columns = {key[6:]: neurons[key] for key in neurons if key.startswith("group_")}
    of_groups = pd.DataFrame({"group": neurons["groups"], **columns})
    return Tested(
        neurons["groups"], neurons["p"], neurons["scores"], summary, of_groups, pairs, pair_p
    )


class Layer(NamedTuple):
    """A layer of an analysis.

    Attributes
    ----------
    name : str
        As in names of files.
    stored : hashable
        What the activations are known by; equal for analyses that share them.
    activations : array-like, shape (n, N)
        Of n inputs, feature maps averaged.
    are_maps : bool
        Whether the neurons are feature maps.
    naps : ndarray, shape (G, N)
    layouts : dict of str -> ndarray, shape (N, 2)
        Positions by method.
    named : dict of str -> list of int
        Neurons of named regions.
    test : Tested or None
    scores : pandas.DataFrame or None
        Summary of the scores of the layer.
    tokens : array-like, shape (K, N), or None
        As of `topomaps.activations.shown_inputs.open_tokens`.
    evidence : dict of str -> list of topomaps.explorer.evidence.Evidence
        On regions, by method.
    """

    name: str
    stored: Any
    activations: Any
    are_maps: bool
    naps: np.ndarray
    layouts: dict
    named: dict
    test: Tested | None = None
    scores: pd.DataFrame | None = None
    tokens: Any = None
    evidence: Mapping = MappingProxyType({})


class Analysis(NamedTuple):
    """An experiment with one grouping.

    Attributes
    ----------
    name, experiment, title : str
    by : list of str
    weighted : bool
    source : int
        Which of the sources.
    groups : topomaps.groups.sampling.SampledGroups
        With the drawn inputs of each.
    examples : ndarray of int, shape (G,)
        An input of each group, -1 for none.
    layers : list of Layer
    testing : topomaps.explorer.testing.Testing
    blocks : ndarray of int, shape (n,), or None
        Which inputs depend on each other.
    outcomes, gap_tests, suspicious, inputs : pandas.DataFrame or None
        Tables of what is predicted, of the clearest gaps between groups, of suspicious inputs, the
        most suspicious first, and of what became of all inputs.
    on_labels : str
        The verdict on all labels, where there are suspicious inputs.
    names : dict
        What readers are shown for names, as of `topomaps.common.reader_names.named`.
    nuisance, block_names : sequence of str
        Attributes within whose values the tests permute, and those that make the blocks.
    """

    name: str
    experiment: str
    title: str
    by: list
    weighted: bool
    source: int
    groups: SampledGroups
    examples: np.ndarray
    layers: list
    testing: Testing
    blocks: np.ndarray | None = None
    outcomes: pd.DataFrame | None = None
    gap_tests: pd.DataFrame | None = None
    suspicious: pd.DataFrame | None = None
    inputs: pd.DataFrame | None = None
    on_labels: str = ""
    names: Mapping = MappingProxyType({})
    nuisance: Sequence = ()
    block_names: Sequence = ()


def frames_of(analysis):
    """Names of the frames of an analysis, and the number of that of each group (G,).

    A frame is a checkpoint of the training; groups by anything else are in a single one.
    """
    if analysis.by != ["checkpoint"]:
        return [""], np.zeros(len(analysis.groups.names), dtype=int)
    steps = list(dict.fromkeys(analysis.groups.rows))
    return [f"{each} steps" for each in steps], np.array(
        list(map(steps.index, analysis.groups.rows))
    )
