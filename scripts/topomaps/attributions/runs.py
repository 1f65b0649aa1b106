"""Attributions of all regions by one network: as it is trained, then with randomised weights."""

import logging
from typing import NamedTuple

from topomaps.attributions.checks import check_all
from topomaps.attributions.explanations import GRADIENTS, check_row, explain, part_rows
from topomaps.attributions.network_state import NetworkState
from topomaps.common.seeds import generator_for
from topomaps.models.preprocessing import Preprocessing

logger = logging.getLogger(__name__)


class Run(NamedTuple):
    """How a network is asked.

    Attributes
    ----------
    network, preprocess
        As of `topomaps.activations.network_inputs.open_for_dataset`.
    layer : str
    tokens : str, int or None
        What stands for the tokens of an input.
    loader : topomaps.attributions.loaded_inputs.InputLoader
    batch_size : int
    methods : list of str
    n_randomised, n_orders : int
    names : sequence
        What is drawn is seeded by them.
    """

    network: object
    preprocess: object
    layer: str
    tokens: object
    loader: object
    batch_size: int
    methods: list
    n_randomised: int
    n_orders: int
    names: list

    def state(self):
        """The network as it is now."""
        own = getattr(self.preprocess, "preprocessing", self.preprocess)  # of sounds
        preprocess = own if isinstance(own, Preprocessing) else None
        return NetworkState(
            self.network, self.layer, preprocess, self.tokens, GRADIENTS in self.methods
        )


def possible_methods(wanted, network, loader):
    """Those methods that a network can be asked by; the log says which it cannot.

    Raises
    ------
    ValueError
        If none is left.
    """
    reason = why_no_gradients(network, loader)
    left = [each for each in wanted if each != GRADIENTS or reason is None]
    if not left:
        raise ValueError(f"{reason}; add occlusion to attributions.methods")
    if left != list(wanted):
        logger.warning("%s; %s alone", reason, ", ".join(left))
    return left


def why_no_gradients(network, loader):
    """Sentence on a network that cannot be derived by its inputs; None where it can."""
    if hasattr(network, "input_gradients") and loader.has_gradients:
        return (
            None
            if "int" not in str(network.input_dtype)
            else (f"{network.name} takes whole numbers, by which nothing can be derived")
        )
    return (
        f"there are no gradients by the inputs of {network.name}: they need a model of Keras, an "
        "exported program of PyTorch or a folder of Hugging Face, and inputs that are no texts"
    )


def explain_all(run, questions):
    """Attributions of all regions by all methods.

    Parameters
    ----------
    run : Run
    questions : topomaps.attributions.questions.Questions

    Returns
    -------
    results : dict of str -> list of topomaps.attributions.explanations.Explained
        By method, in the order of the regions.
    checks, parts : list
        Rows of the tables.
    """
    own = [[run.loader.load(number) for number in row] for row in questions.most]
    state, results = run.state(), {method: [] for method in run.methods}
    for place, region in enumerate(questions.regions):
        members = questions.members[place] if run.loader.are_aligned else ()
        members = [run.loader.load(number) for number in members]
        for method in run.methods:
            generator = generator_for(*run.names, "orders", region.name, method)
            found = explain(state, method, region.neurons, own[place], members, run.batch_size,
                            run.n_orders, generator)  # fmt: skip
            results[method].append(found)
        logger.info("region %d of %d: %s", place + 1, len(questions.regions), region.name)
    check_all(run, questions, own, results)
    rows = [(region, method, found) for method in run.methods
            for region, found in zip(questions.regions, results[method], strict=True)]  # fmt: skip
    places = {id(region): place for place, region in enumerate(questions.regions)}
    parts = [
        row
        for region, method, found in rows
        for row in part_rows(region, method, found, questions.most[places[id(region)]],
                             own[places[id(region)]])
    ]  # fmt: skip
    return results, [check_row(*each) for each in rows], parts
