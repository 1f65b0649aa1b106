"""Parts of experiments as an explorer needs them, from the files of earlier stages."""

from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.shown_inputs import open_shown_inputs, open_tokens
from topomaps.common.files import load_arrays, load_table
from topomaps.common.seeds import seed_for
from topomaps.explorer.analyses import Analysis, Layer, Source, Tested, tested_groups
from topomaps.explorer.evidence import read_evidence
from topomaps.explorer.testing import testing_of
from topomaps.groups.files import load_groups
from topomaps.groups.sampling import sampled_in_trial
from topomaps.maps.named_regions import read_named_regions
from topomaps.profiles.trials import sampled_at_checkpoints
from topomaps.statistics.files import load_suspects, load_verdict
from topomaps.statistics.grouped_inputs import compared_inputs
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.marked_pairs import marked_pairs, neurons_of_pairs
from topomaps.statistics.pairwise import pairwise_tests, table_of_pairs
from topomaps.statistics.significance import separation_of

CONDITION = "layout"  # whose first trial figures show
TEXT_OF_INPUTS = {"what": str, "reason": str, "names": str}
TEXT_OF_PAIRS = {"first": str, "second": str}


def read_source(*, name, model, dataset, activations, file=None):
    """Inputs of a network.

    Parameters
    ----------
    name, model, dataset
        As of `topomaps.explorer.analyses.Source`.
    activations : path-like
        Of an extraction, or of a user.
    file : path-like, optional
        The file of the dataset.

    Returns
    -------
    topomaps.explorer.analyses.Source
    """
    files = input_names(activations, file, slice(None)).get("file")
    known, shown = read_inputs(activations), open_shown_inputs(activations, file)
    return Source(name, model, dataset, known, files, shown)


def read_analysis(
    *, name, experiment, title, by, nuisance, blocks, weighted, source, activations, tokens,
    channels, sampling, inputs_of, groups, outcomes, gap_tests, suspicious, expected, inputs,
    layers, permutations, seed, alpha, names, shown=None,
):  # fmt: skip
    """A part of an experiment, with all its layers.

    Parameters
    ----------
    name, experiment, title, by, weighted, source, nuisance, blocks, names
        As of `topomaps.explorer.analyses.Analysis`; `blocks` as its `block_names`.
    activations, groups, outcomes, gap_tests, inputs : path-like
        Files of earlier stages.
    tokens
        As of `topomaps.activations.stored_arrays.open_layer`.
    sampling, inputs_of : dict, str
        As of `topomaps.groups.sampling.sampled_in_trial`.
    suspicious, expected : path-like or None
        Tables of suspicious inputs, and of how many are wrong, with the verdict.
    layers : list of dict
        Of each layer: name (as in names of files), stored (as the activations name it), naps (a
        file), layouts (files by method), tests (files by name, or None), scores (a file, or None),
        named (path of a table of named regions and what it calls the layer, or None), evidence
        (files by method, as of `topomaps.explorer.evidence.read_evidence`).
    permutations, seed, alpha
        Of tests that no earlier stage made.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, optional
        The inputs of the source.

    Returns
    -------
    topomaps.explorer.analyses.Analysis
    """
    grouped = load_groups(groups)
    draw = {"seed": seed, "experiment": name, "inputs_of": inputs_of, "condition": CONDITION}
    draw["blocks"] = grouped.blocks
    if by == ["checkpoint"]:
        sampled = sampled_at_checkpoints(grouped.grouping, sampling, **draw, trial=0)[0]
    else:
        sampled = sampled_in_trial(grouped.grouping, sampling, **draw, trial=0)[0]
    testing = testing_of(grouped, by)
    tested = None if testing.why else (grouped, by, permutations, seed, alpha)
    how = (tokens, channels), sampled, tested, shown
    read = [_layer(activations, *how, **each) for each in layers]
    return Analysis(
        name, experiment, title, by, weighted, source, sampled,
        load_arrays(layers[0]["naps"])["examples"][0], read, testing, grouped.blocks,
        outcomes and load_table(outcomes),
        gap_tests and load_table(gap_tests),
        suspicious and load_suspects(suspicious),
        inputs and load_table(inputs, dtype=TEXT_OF_INPUTS),
        load_verdict(expected) if expected else "", names, nuisance, blocks,
    )  # fmt: skip


def _layer(
    activations, axes, sampled, tested, shown, *, name, stored, naps, layouts, tests, scores, named,
    evidence=None,
):  # fmt: skip
    opened = open_layer_activations(activations, stored, *axes)
    arrays = load_arrays(naps)
    _check_draw(naps, arrays, sampled)
    values = arrays["naps"][0]
    test = _stored_test(**tests) if tests else None
    if tested and not tests:
        test = _new_test(opened.means, stored, *tested)
    regions = read_named_regions(named["path"], named["layer"], values.shape[1]) if named else {}
    return Layer(
        name, (str(activations), stored, repr(axes)), opened.means, _are_maps(opened), values,
        {each: load_arrays(path)["positions"][0] for each, path in layouts.items()},
        {region: neurons.tolist() for region, neurons in regions.items()}, test,
        scores and _scores_of(scores, name), open_tokens(activations, stored, shown),
        {method: read_evidence(**files) for method, files in (evidence or {}).items()},
    )  # fmt: skip


def _check_draw(path, arrays, sampled):
    """Raise ValueError unless the inputs drawn anew are as many as NAPs were made of."""
    if arrays["counts"][0].tolist() != [len(inputs) for inputs in sampled.inputs]:
        raise ValueError(
            f"{path}: its groups are not those that the configuration draws now; delete the file "
            "and run again"
        )


def _are_maps(opened):
    """Whether the neurons are feature maps: of units, means are the values themselves."""
    return opened.values is None or opened.values.ndim > 2


def _stored_test(neurons, separation, pairs):
    summary = load_table(separation).iloc[0].to_dict()
    return tested_groups(load_arrays(neurons), summary, load_table(pairs, dtype=TEXT_OF_PAIRS))


def _new_test(activations, layer, inputs, by, permutations, seed, alpha):
    """The tests of groups and of pairs as `compare_groups` makes them, but of marked pairs only."""
    values, labels, within = compared_inputs(activations, inputs)
    grouped = grouped_layer(values, labels, **within)
    seeds = [seed_for(seed, what, layer, *by) for what in ("groups", "pairs")]
    test = separation_of(grouped, seeds[0], permutations)
    marked = marked_pairs(labels, values.shape[1], **within)
    how = {"seed": seeds[1], "n_permutations": permutations}
    tests = pairwise_tests(grouped, chosen=set(marked), **how)
    tests, pair_p = neurons_of_pairs(tests, marked)
    return Tested(
        test.groups, test.neuron_p, test.scores, test.summary(alpha), test.of_groups(alpha),
        table_of_pairs(tests), pair_p,
    )  # fmt: skip


def _scores_of(path, layer):
    table = load_table(path, dtype={"parameter": str})
    return table[table["layer"] == layer].drop(columns=["experiment", "layer"])
