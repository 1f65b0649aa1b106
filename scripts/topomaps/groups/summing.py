"""Groups whose sums an extraction keeps: known before the network has run, or only after."""

from topomaps.activations.extraction import KeptLayer, SummedGroups
from topomaps.groups.factors import CONFUSION, CORRECTNESS, PREDICTION, dependent_blocks
from topomaps.groups.groupings import group_inputs
from topomaps.groups.sampling import sampled_in_trial
from topomaps.profiles.sampled import random_examples

OF_PREDICTIONS = {PREDICTION, CORRECTNESS, CONFUSION}


def needs_predictions(sampling):
    """Whether groups are known only after the network has seen the inputs."""
    return bool(OF_PREDICTIONS & {*sampling["by"]})


def summed_groups(known, samplings, *, after_predictions, seed, inputs_of, batch_size=1):
    """Groups of the first trial of analyses, to sum activations of.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    samplings : dict of str -> dict
        How the groups of an analysis are found and drawn, as of `sampled_in_trial`, with `only` and
        the names of `blocks`.
    after_predictions : bool
        Take those groups that need predictions, or those that do not.
    seed : int
    inputs_of : str
        Name of the dataset.
    batch_size : int
        Inputs that the network sees at once.

    Returns
    -------
    dict of str -> topomaps.activations.extraction.SummedGroups
    """
    groups = {}
    for analysis, sampling in samplings.items():
        if needs_predictions(sampling) != after_predictions:
            continue
        how = {key: sampling.get(key) for key in ("only", "min_size")}
        grouping = group_inputs(known, sampling["by"], **how)
        sampled, generator = sampled_in_trial(
            grouping, sampling, seed=seed, experiment=analysis, inputs_of=inputs_of,
            condition="layout", trial=0, blocks=dependent_blocks(known, sampling.get("blocks", ())),
        )  # fmt: skip
        examples = random_examples(sampled.inputs, generator)
        groups[analysis] = SummedGroups(sampled, examples, len(grouping.members), batch_size)
    return groups


def kept_layers(folder, layers, known, index=None, **names):
    """What is kept of each layer, with groups that are known before the network has run.

    Parameters
    ----------
    folder : path-like
    layers : dict of str -> dict
        File name of a layer -> its `name`, `tokens`, whether whole feature maps are kept
        (`values`), and the sampling of the groups whose `sums` are kept.
    known : topomaps.activations.inputs.InputTable
    index : topomaps.activations.token_index.TokenIndex, optional
        As of `KeptLayer`.
    **names
        As of `summed_groups`.

    Returns
    -------
    dict of str -> topomaps.activations.extraction.KeptLayer
    """
    kept = {}
    for file, how in layers.items():
        sums = summed_groups(known, how["sums"], after_predictions=False, **names)
        options = {"whole": how["values"], "sums": sums, "tokens": how["tokens"], "index": index}
        kept[file] = KeptLayer(folder, file, how["name"], len(known.attributes), **options)
    return kept


def later_groups(layers, known, **names):
    """Groups of each layer, as of `kept_layers`, that the predictions decide; of some, none."""
    groups = {
        file: summed_groups(known, how["sums"], after_predictions=True, **names)
        for file, how in layers.items()
    }
    return {file: each for file, each in groups.items() if each}
