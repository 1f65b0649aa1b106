"""Groups whose sums an extraction keeps: known before the network has run, or only after."""

from topomaps.activations.extraction import KeptLayer, SummedGroups
from topomaps.groups.drawing import drawn_in_trial
from topomaps.groups.factors import CONFUSION, CORRECTNESS, PREDICTION, dependent_blocks
from topomaps.groups.groupings import group_inputs
from topomaps.profiles.drawn import random_examples

OF_PREDICTIONS = {PREDICTION, CORRECTNESS, CONFUSION}


def needs_predictions(drawing):
    """Whether groups are known only after the network has seen the inputs."""
    return bool(OF_PREDICTIONS & {*drawing["by"]})


def summed_groups(known, drawings, *, after_predictions, seed, inputs_of, batch_size=1):
    """Groups of the first trial of parts of experiments, to sum activations of.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    drawings : dict of str -> dict
        How the groups of a part are found and drawn, as of `drawn_in_trial`, with `only` and
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
    for part, drawing in drawings.items():
        if needs_predictions(drawing) != after_predictions:
            continue
        how = {key: drawing.get(key) for key in ("only", "min_size")}
        grouping = group_inputs(known, drawing["by"], **how)
        drawn, generator = drawn_in_trial(
            grouping, drawing, seed=seed, experiment=part, inputs_of=inputs_of,
            condition="layout", trial=0, blocks=dependent_blocks(known, drawing.get("blocks", ())),
        )  # fmt: skip
        examples = random_examples(drawn.inputs, generator)
        groups[part] = SummedGroups(drawn, examples, len(grouping.members), batch_size)
    return groups


def kept_layers(folder, layers, known, **drawing):
    """What is kept of each layer, with groups that are known before the network has run.

    Parameters
    ----------
    folder : path-like
    layers : dict of str -> dict
        File name of a layer -> its `name`, `tokens`, whether whole feature maps are kept
        (`values`), and the drawings of the groups whose `sums` are kept.
    known : topomaps.activations.inputs.InputTable
    **drawing
        As of `summed_groups`.

    Returns
    -------
    dict of str -> topomaps.activations.extraction.KeptLayer
    """
    kept = {}
    for file, how in layers.items():
        sums = summed_groups(known, how["sums"], after_predictions=False, **drawing)
        options = {"whole": how["values"], "sums": sums, "tokens": how["tokens"]}
        kept[file] = KeptLayer(folder, file, how["name"], len(known.attributes), **options)
    return kept


def later_groups(layers, known, **drawing):
    """Groups of each layer, as of `kept_layers`, that the predictions decide; of some, none."""
    groups = {
        file: summed_groups(known, how["sums"], after_predictions=True, **drawing)
        for file, how in layers.items()
    }
    return {file: each for file, each in groups.items() if each}
