"""Sets of neurons to compare a region with: as many, of like activity, from the same layer."""

import logging

import numpy as np

logger = logging.getLogger(__name__)

LEVEL = 0.05  # of p, below which a region acts
LEAST_CONTROLS, CONTROLS_PER_REGION = 99, 40
# Neurons of a stratum: so many at least, and so many for each neuron of the region.
LEAST_NEURONS, NEURONS_PER_MEMBER = 20, 3


def matched_sets(means, deviations, members, n_sets, generator):
    """Draw sets of neurons that match a set in mean activity and in variance.

    The neurons of the layer are divided into strata of like mean and deviation, and each set has as
    many neurons of each stratum as the region has. The region's own neurons can be drawn, too: so a
    region drawn at random and its sets are of one distribution, and the test by them is exact. Sets
    that left them out would lack every neuron that matters if the region has it.

    Parameters
    ----------
    means, deviations : ndarray, shape (N,)
        Mean and standard deviation of each neuron's activations.
    members : ndarray of int, shape (R,)
        Neurons of the region.
    n_sets : int
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (n_sets, R)
        Neurons of each set, in order, none of them twice.
    """
    # The strata know of the region its size alone: what they knew of its place would bias the test.
    strata = strata_of(means, deviations, max(LEAST_NEURONS, NEURONS_PER_MEMBER * len(members)))
    counts = [np.isin(stratum, members).sum() for stratum in strata]
    drawn = [
        [generator.choice(*each, replace=False) for each in zip(strata, counts, strict=True)]
        for _ in range(n_sets)
    ]
    return np.array([np.sort(np.concatenate(each)) for each in drawn])


def strata_of(means, deviations, least):
    """Strata of neurons of like mean and deviation: lists of neurons, `least` in each.

    The neurons are halved again and again by rank, along the one of the two numbers that has the
    larger spread of ranks among them, for as long as both halves keep `least` neurons.
    """
    ranks = np.stack([np.argsort(np.argsort(each, kind="stable")) for each in (means, deviations)])
    strata, found = [np.arange(len(means))], []
    while strata:
        stratum = strata.pop()
        if len(stratum) < 2 * least:
            found.append(np.sort(stratum))
            continue
        own = ranks[:, stratum]
        order = stratum[np.argsort(own[np.ptp(own, axis=1).argmax()], kind="stable")]
        strata += [order[: len(order) // 2], order[len(order) // 2 :]]
    return found


def controls_for(n_regions, wanted=None):
    """Number of control sets, so many that p can be small after correction over the regions.

    A warning says where those that are wanted are too few for that. `n_regions` are those of the
    kind that has most.
    """
    enough = int(np.ceil(n_regions / LEVEL)) - 1
    if wanted is not None and wanted < enough:
        logger.warning(
            "with %d control sets and %d regions, the least p is %.2g after correction over the "
            "regions; leave `controls` out, or set it to %d or more, to find any that act",
            wanted, n_regions, min(1, n_regions / (wanted + 1)), enough,
        )  # fmt: skip
    return wanted or max(LEAST_CONTROLS, CONTROLS_PER_REGION * n_regions - 1)
