"""Whether attributions tell of what a network has learned, or of its inputs alone.

Adebayo and others (2018) hold attributions of a trained network against those of the same network
with randomised weights: if they are alike, they tell nothing of the training. How unlike they must
be depends on how alike they could be. So each network is asked twice: by the two halves of the
region's neurons, and its attributions are compared with each other, and with those of the next
randomised network. Where training has made the region, its halves agree, and more than they agree
with a randomised network. What chance gives is seen in randomised networks, whose regions are
chosen as that of the trained one: a network that has learned nothing is one among them.
"""

from typing import NamedTuple

import numpy as np
from scipy.ndimage import uniform_filter
from scipy.stats import rankdata

PASSED, FAILED, UNCHECKED = "passed", "failed", "not checked"
LEVEL = 0.05
WINDOW = 7  # cells along a side of the windows of SSIM, as Adebayo and others have it
STABILISERS = (0.01**2, 0.03**2)  # of SSIM, for values with an extent of 1


class Likeness(NamedTuple):
    """How alike attributions of a region in one network are, means over inputs.

    Attributes
    ----------
    halves : float
        Cosine similarity of the attributions of two halves of the neurons.
    next : float
        That of both halves with the same neurons of the next network.
    next_absolute : float
        Spearman correlation of absolute values with the next network, as Adebayo and others have
        it; inputs alone make it high.
    next_ssim : float
        Structural similarity of absolute values, likewise; NaN of parts in a row.
    """

    halves: float
    next: float
    next_absolute: float
    next_ssim: float


class Sanity(NamedTuple):
    """Verdict on the attributions of a region.

    Attributes
    ----------
    own : Likeness
        Of the trained network.
    chance : Likeness
        Mean over the randomised networks.
    p : float
        Share of all networks, this one included, whose halves agree as much more with each other
        than with the next network.
    verdict : {"passed", "failed", "not checked"}
    """

    own: Likeness
    chance: Likeness
    p: float
    verdict: str


NOTHING = Likeness(*[np.nan] * 4)
NOT_CHECKED = Sanity(NOTHING, NOTHING, np.nan, UNCHECKED)


def halves(neurons, generator):
    """Two halves of the neurons of a region, drawn at random."""
    shuffled = generator.permutation(neurons)
    return shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]


def rank_similarity(first, second):
    """Spearman correlation of two attributions, P numbers each in any shape; 0 of constant ones."""
    ranks = [rankdata(np.ravel(each)) for each in (first, second)]
    ranks = [each - each.mean() for each in ranks]
    norm = np.sqrt(np.prod([np.sum(each**2) for each in ranks]))
    return float(ranks[0] @ ranks[1] / norm) if norm else 0.0


def cosine_similarity(first, second):
    """Cosine of two attributions, P numbers each in any shape; 0 where one is nothing.

    Unlike ranks it sees a part that outweighs all others.
    """
    first, second = np.ravel(first), np.ravel(second)
    norm = np.sqrt((first @ first) * (second @ second))
    return float(first @ second / norm) if norm else 0.0


def structural_similarity(first, second):
    """SSIM of the absolute values of two attributions on grids, each between 0 and 1.

    Wang and others (2004), with windows of 7 x 7 cells, fewer on smaller grids.
    """
    first, second = (_scaled(np.abs(each)) for each in (first, second))
    size = min(WINDOW, *first.shape)

    def mean(values):
        return uniform_filter(values, size)

    means = mean(first), mean(second)
    variances = [mean(each**2) - m**2 for each, m in zip((first, second), means, strict=True)]
    covariance = mean(first * second) - means[0] * means[1]
    low, high = STABILISERS
    found = (2 * means[0] * means[1] + low) * (2 * covariance + high)
    found = found / ((means[0] ** 2 + means[1] ** 2 + low) * (sum(variances) + high))
    return float(found.mean())


def _scaled(values):
    """Values between 0 and 1."""
    extent = np.ptp(values)
    return (values - values.min()) / extent if extent else np.zeros_like(values)


def likeness(own, others):
    """How alike the attributions of a region are in a network, and in the next one.

    Parameters
    ----------
    own, others : list of (ndarray, ndarray)
        Attributions of two halves of the same neurons for each input, in both networks.

    Returns
    -------
    Likeness
    """
    own_means, other_means = ([np.mean(each, axis=0) for each in found] for found in (own, others))
    pairs = list(zip(own_means, other_means, strict=True))
    is_grid = own_means[0].ndim == 2 and min(own_means[0].shape) > 1
    across = [
        cosine_similarity(one, other)
        for here, there in zip(own, others, strict=True)
        for one in here
        for other in there
    ]
    return Likeness(
        np.mean([cosine_similarity(*each) for each in own]),
        np.mean(across),
        np.mean([rank_similarity(*map(np.abs, pair)) for pair in pairs]),
        np.mean([structural_similarity(*pair) for pair in pairs]) if is_grid else np.nan,
    )  # fmt: skip


def sanity(found):
    """The verdict by the likeness of attributions in several networks, the trained one first.

    It passes where the halves of the region agree more with each other than with the next network,
    and by more than in the randomised networks, as a network that has learned nothing would by
    chance in one case of R (or of 20, if there are more).

    Parameters
    ----------
    found : list of Likeness, length R
    """
    if len(found) < 2:
        return NOT_CHECKED
    excess = np.array([each.halves - each.next for each in found])
    p = float(np.mean(excess >= excess[0]))
    is_passed = p <= max(LEVEL, 1 / len(found)) and excess[0] > 0
    chance = Likeness(*np.mean(found[1:], axis=0))
    return Sanity(found[0], chance, p, PASSED if is_passed else FAILED)
