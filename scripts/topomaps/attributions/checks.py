"""The check of attributions in randomised networks, one after another; see `sanity`.

In each network a region is chosen as that of the trained network was: as many neurons that respond
to the group, and the inputs of a pool that excite them most. Then what differs is the training, and
not the choice.
"""

import logging
from collections import defaultdict
from contextlib import nullcontext
from typing import NamedTuple

import numpy as np

from topomaps.attributions.explanations import OCCLUSION, attribute
from topomaps.attributions.occlusion import occlusion
from topomaps.attributions.sanity import Likeness, halves, likeness
from topomaps.common.seeds import generator_for
from topomaps.models.randomised_weights import randomised

logger = logging.getLogger(__name__)

N_CHECKED = 4  # ASSUME: inputs of a region in each network, of which the likeness is the mean
N_STEPS = 8  # ASSUME: of integrated gradients here; all networks are asked alike


class Region(NamedTuple):
    """A region of one network in the check: its halves, and what excites it.

    Attributes
    ----------
    halves : list of (ndarray of int, ndarray of int)
        Of each input others.
    loaded : list of topomaps.attributions.loaded_inputs.LoadedInput
    found : dict of str -> list of (ndarray, ndarray)
        By method and input, the attributions of both halves.
    """

    halves: list
    loaded: list
    found: dict


def check_all(run, questions, own, results):
    """Add to the results of regions how alike attributions are in this network and in others.

    Parameters
    ----------
    run : topomaps.attributions.runs.Run
    questions : topomaps.attributions.questions.Questions
    own : list of list of LoadedInput
        Inputs that excite each region most.
    results : dict of str -> list of topomaps.attributions.explanations.Explained
        By method, in the order of the regions; they are replaced.
    """
    weights = run.network.weights(run.layer) if hasattr(run.network, "weights") else []
    if not weights or not run.n_randomised:
        logger.warning("layer %s of %s: no weights to randomise, not checked", run.layer,
                       run.network.name)  # fmt: skip
        return
    pool = Pool(run, questions)
    before, trained = [], []
    of_trained, of_others = defaultdict(list), defaultdict(list)  # by method and region
    for number in range(run.n_randomised + 2):  # the last one is compared with alone
        generator = generator_for(*run.names, "weights", number)
        with randomised(weights, generator) if number else nullcontext():
            state = run.state()
            if number > 1:
                _compare(run, state, before, of_others)
            if number == 1:
                _show(run, state, questions, own, results)
            if number:
                _compare(run, state, trained, of_trained)
            if number <= run.n_randomised:
                before = pool.regions(state, is_trained=number == 0)
                trained = trained or before
        logger.info("network %d of %d in the check", number + 1, run.n_randomised + 2)
    for (method, place), found in of_trained.items():
        results[method][place].likeness.append(Likeness(*np.mean(found, axis=0)))
        results[method][place].likeness.extend(of_others[method, place])


def _compare(run, state, regions, found):
    """Add how alike the attributions of regions of another network are in this one."""
    for place, region in enumerate(regions):
        for method in run.methods if region else ():
            others = _of_halves(run, state, method, region.halves, region.loaded)
            found[method, place].append(likeness(region.found[method], others))


def _show(run, state, questions, own, results):
    """Keep what a randomised network gives for the first input of each region, to be shown."""
    for method in run.methods:
        for place, region in enumerate(questions.regions):
            found = attribute(state, method, region.neurons, own[place][0], run.batch_size)
            results[method][place] = results[method][place]._replace(randomised=found)


def _of_halves(run, state, method, halves_of_inputs, loaded):
    if method == OCCLUSION:  # one pass for both halves
        return [
            tuple(occlusion(state.measures(both), each.coarse, run.batch_size))
            for both, each in zip(halves_of_inputs, loaded, strict=True)
        ]
    return [
        tuple(attribute(state, method, half, each, run.batch_size, N_STEPS) for half in both)
        for both, each in zip(halves_of_inputs, loaded, strict=True)
    ]


class Pool:
    """Inputs among which regions are chosen anew in each network.

    Parameters
    ----------
    run, questions
        As of `check_all`.
    """

    def __init__(self, run, questions):
        self._run, self._questions = run, questions
        self._numbers = np.unique(np.concatenate([questions.reference, *questions.members]))
        self._of_group = [np.isin(self._numbers, each) for each in questions.members]

    def regions(self, state, is_trained):
        """The regions in a network (Region); None where they are too small to have halves.

        Parameters
        ----------
        state : topomaps.attributions.network_state.NetworkState
        is_trained : bool
            Whether the network is the one whose regions they are.
        """
        means = np.concatenate([state.means(each) for each in self._run.loader.read(self._numbers)])
        found = []
        for region, of_group in zip(self._questions.regions, self._of_group, strict=True):
            neurons = region.neurons
            if not is_trained:
                neurons = responding(means, of_group, len(neurons))
            found.append(self._asked(state, region, neurons, means))
        return found

    def _asked(self, state, region, neurons, means):
        if len(neurons) < 2:
            return None
        run = self._run
        generator = generator_for(*run.names, "halves", region.name)
        excited = np.argsort(-means[:, neurons].mean(axis=1), kind="stable")[:N_CHECKED]
        loaded = [run.loader.load_rough(number) for number in self._numbers[excited]]
        both = [halves(neurons, generator) for _ in loaded]
        return Region(both, loaded, {method: _of_halves(run, state, method, both, loaded)
                                     for method in run.methods})  # fmt: skip


def responding(means, of_group, n_neurons):
    """Neurons that respond to a group more than to all inputs, the most first.

    Parameters
    ----------
    means : ndarray, shape (n, N)
    of_group : ndarray of bool, shape (n,)
    n_neurons : int
    """
    excess = means[of_group].mean(axis=0) - means.mean(axis=0)
    return np.argsort(-excess, kind="stable")[:n_neurons]
