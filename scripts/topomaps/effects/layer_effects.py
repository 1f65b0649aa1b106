"""The pass of all regions of a layer and their control sets, from stored activations."""

import logging
from time import perf_counter

import numpy as np

from topomaps.common.seeds import generator_for
from topomaps.effects.controls import matched_sets
from topomaps.effects.moments import moments
from topomaps.effects.passes import BootstrapWeights, sums_of_sets
from topomaps.effects.replacements import Replacements

logger = logging.getLogger(__name__)

AT_ONCE = 2**21  # numbers that the activations of one run have: they stay in a processor's cache
LARGEST_BATCH = 256
SECONDS_BETWEEN_REPORTS = 20


def batch_size(shape):
    """Inputs that come at a time, of activations of this shape (..., N) each."""
    return int(np.clip(AT_ONCE // np.prod(shape), 1, LARGEST_BATCH))


def batches_of(values, size):
    """Yield activations (m, ..., N) of all inputs in batches."""
    for start in range(0, len(values), size):
        yield np.asarray(values[np.arange(start, min(start + size, len(values)))])


def sums_of_layer(run, batches, values, inputs, regions, *, replace, n_controls, threshold, names):
    """Sum what a network gives with each region of a layer, and its control sets, replaced.

    Parameters
    ----------
    run : callable
        As of `topomaps.effects.passes.sums_of_sets`.
    batches : sized iterable
        As there.
    values : array-like, shape (n, ..., N)
        Activations of all inputs; of texts, one value of each neuron for all of its tokens.
    inputs : topomaps.effects.group_sums.Inputs
    regions : dict of str -> ndarray of int
        Neurons by name.
    replace, n_controls
        As of `topomaps.effects.region_effects.region_effects`.
    threshold : float
        As of `topomaps.effects.group_sums.threshold_of`.
    names : tuple
        What draws are seeded by.

    Returns
    -------
    topomaps.effects.passes.ExactSetSums
    """
    size = batch_size(values.shape[1:])
    mean, *activity = moments(batches_of(values, size))
    sets = []
    for region, neurons in regions.items():
        generator = generator_for(*names, region)
        sets.append([neurons, *matched_sets(*activity, neurons, n_controls, generator)])
    donors = generator_for(*names, "other inputs")
    return sums_of_sets(
        run, _reported(batches, len(values)), inputs, sets,
        Replacements(values, replace, mean.astype(values.dtype), donors),
        threshold=threshold,
        weights=BootstrapWeights(int(generator_for(*names, "bootstrap").integers(2**32)),
                                 inputs.units),
        at_once=AT_ONCE,
    )  # fmt: skip


def _reported(batches, n_inputs):
    """The batches, with lines in the log."""
    start = last = perf_counter()
    done = 0
    for batch in batches:
        yield batch
        done += len(batch[0])
        if (now := perf_counter()) - last >= SECONDS_BETWEEN_REPORTS:
            logger.info("%d inputs of %d, %.1f a second", done, n_inputs, done / (now - start))
            last = now
    logger.info("%d inputs in %.1f s", done, perf_counter() - start)
