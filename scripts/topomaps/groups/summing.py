"""Groups whose sums an extraction keeps: known before the network has run, or only after."""

from topomaps.activations.extraction import SummedGroups
from topomaps.groups.drawing import drawn_in_trial
from topomaps.groups.factors import CONFUSION, CORRECTNESS, PREDICTION
from topomaps.groups.groupings import group_inputs
from topomaps.profiles.drawn import random_examples

OF_PREDICTIONS = {PREDICTION, CORRECTNESS, CONFUSION}


def needs_predictions(drawing):
    """Whether groups are known only after the network has seen the inputs."""
    return bool(OF_PREDICTIONS & {*drawing["by"]})


def summed_groups(known, drawings, *, after_predictions, seed, inputs_of):
    """Groups of the first trial of parts of experiments, to sum activations of.

    Parameters
    ----------
    known : topomaps.activations.inputs.KnownInputs
    drawings : dict of str -> dict
        How the groups of a part are found and drawn, as of `drawn_in_trial`, with `only`.
    after_predictions : bool
        Take those groups that need predictions, or those that do not.
    seed : int
    inputs_of : str
        Name of the dataset.

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
            condition="layout", trial=0,
        )  # fmt: skip
        examples = random_examples(drawn.inputs, generator)
        groups[part] = SummedGroups(drawn, examples, len(grouping.members))
    return groups
