"""How many labels are wrong, of all and among the most suspicious ones."""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import betabinom, binom, norm, poisson

# ASSUME: share of inputs that act as surely like another class as wrong labels do, though their
# label is right: at least so many, and a part of the inputs that belong to no class clearly.
ODD_SHARE, ODD_OF_UNCLEAR = 0.001, 0.5
PROBABLE = 0.5  # a label is more probably wrong than right
JEFFREYS = 0.5  # errors of each kind beside the counted ones
LEVEL = 0.95
UNKNOWN: dict[str, Any] = {
    "unit": 1.0,
    "clarity": 1.0,
    "certain": None,
    "above": [],
}  # what scores miss, without planted errors


@overload
def expected_wrong(
    suspects: pd.DataFrame | ArrayLike, k: int | None = None, *, level: float = LEVEL
) -> tuple[float, float, float]: ...
@overload
def expected_wrong(
    suspects: pd.DataFrame | ArrayLike,
    k: Sequence[int] | NDArray[np.integer],
    *,
    level: float = LEVEL,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def expected_wrong(
    suspects: pd.DataFrame | ArrayLike, k: Any = None, *, level: float = LEVEL
) -> tuple[Any, Any, Any]:
    """Number of wrong labels among all inputs, or among the most suspicious ones, with an interval.

    The interval is of errors that came about at random, as planted ones do
    (`topomaps.statistics.planted_errors`): of so many wrong labels, as many would be as suspicious
    as are. It holds chance, what the scores miss, and how well this is known. Its lower end leaves
    room for odd inputs, whose label is right: half as many as belong to no class clearly, and
    `ODD_SHARE` of all at least. It also leaves room for others that are less suspicious than most
    planted errors are. Errors between inputs that look alike, near a boundary of classes, are not
    counted.

    Parameters
    ----------
    suspects : pandas.DataFrame
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`; or scores (n,) alone, which
        do not say what they miss: `high` is then the number of inputs.
    k : int or sequence of int, optional
        How many inputs, of the highest scores; default all.
    level : float
        Probability that the interval aims at.

    Returns
    -------
    expected, low, high : float, or ndarray with a sequence of k
        `low` and `high` lie between 0 and k.

    Raises
    ------
    ValueError
        If scores are no probabilities, or there are fewer than k.
    """
    planted, scores = None, suspects
    if isinstance(suspects, pd.DataFrame):
        planted, scores = suspects.attrs.get("planted"), suspects["score"]
    ordered = _ordered(scores)
    sizes = np.atleast_1d(len(ordered) if k is None else k).astype(np.int64)
    if sizes.min() < 0 or sizes.max() > len(ordered):
        raise ValueError(
            f"k is {k}, but there are {len(ordered)} inputs; choose 0 to {len(ordered)}"
        )
    expected, low, high = wrong_labels(ordered, planted, level)
    expected, low, high = _among_first(ordered, sizes, expected, low, high, level)
    if np.ndim(k):
        return expected, low, high
    return float(expected[0]), float(low[0]), float(high[0])


def wrong_labels(scores, planted, level=LEVEL):
    """Number of wrong labels among all inputs: expected, low and high.

    Parameters
    ----------
    scores : ndarray, shape (n,)
    planted : dict or None
        As of `topomaps.statistics.planted_errors.planted_errors`.
    level : float
    """
    n, tail = len(scores), (1 - level) / 2
    sure, planted = (1.0, _sure(scores, tail)), planted or UNKNOWN
    low = min(_least(*each, planted, n, tail) for each in (sure, planted["certain"] or sure))
    high = min([float(n), *(_most(*each, planted, n, tail) for each in planted["above"])])
    expected = scores.sum() / max(planted.get("score", 1.0), 1e-3)
    return float(np.clip(expected, low, high)), low, max(low, high)


def chance_of_notice(share, planted, level=LEVEL):
    """Probability that the lower end is above 0 if a share of the labels were wrong at random.

    Parameters
    ----------
    share : float
    planted : dict
        As of `topomaps.statistics.planted_errors.planted_errors`.
    level : float
    """
    unit, n = planted["unit"], planted["inputs"]
    errors, odd = int(share * n / unit), _odd(n, planted, (1 - level) / 2)
    known = _known(planted["found"] * planted["certain"][0], planted)
    return float(betabinom.sf(odd, errors, *known))


def _known(share, planted):
    """Parameters of the beta distribution of a share of the errors."""
    n = planted["effective"]
    return share * n + JEFFREYS, (1 - share) * n + JEFFREYS


def _sure(scores, tail):
    """How many of the inputs that are probably wrong are so, but for chance."""
    found = scores[scores > PROBABLE]
    return max(0.0, found.sum() + norm.ppf(tail) * np.sqrt((found * (1 - found)).sum()))


def _odd(n, planted, tail):
    """Most of the inputs that are odd by chance, in units."""
    share = max(ODD_SHARE, ODD_OF_UNCLEAR * (1 - planted["clarity"]))
    return int(poisson.ppf(1 - tail, share * n / planted["unit"]))


def _least(share, count, planted, n, tail):
    """Fewest wrong labels found, if `count` inputs are beyond what a share of them reaches."""
    unit = planted["unit"]
    seen = int(count / unit) - _odd(n, planted, tail)
    if seen <= 0 or share == 1:
        return float(max(0, seen) * unit)
    known = _known(share, {**planted, "effective": planted["effective"] * planted["found"]})
    most = int(np.ceil(n / unit))
    return min(n, unit * _first(seen, most, lambda k: betabinom.sf(seen - 1, k, *known) >= tail))


def _most(share, count, planted, n, tail):
    """Most wrong labels of which only `count` are beyond what a share of them reaches."""
    unit, known = planted["unit"], _known(share, planted)
    seen, most = int(np.ceil(count / unit - 1e-9)), int(np.ceil(n / unit))
    if seen >= most:
        return float(n)
    too_many = _first(seen, most + 1, lambda k: betabinom.cdf(seen, k, *known) < tail)
    return min(float(n), unit * (too_many - 1))


def _first(low, high, holds):
    """The first whole number from `low` on for which something holds, `high` if for none before.

    What holds for a number holds for all larger ones.
    """
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _among_first(ordered, sizes, expected, low, high, level):
    """Expected, least and most wrong labels among the first inputs, for each number of them."""
    n, flagged = len(ordered), int(np.count_nonzero(ordered > PROBABLE))
    precision = min(1.0, low / flagged) if flagged else 0.0
    least = binom.ppf((1 - level) / 2, np.minimum(sizes, flagged), precision)
    least = np.where(sizes == n, low, np.minimum(least, low))
    most = np.minimum(high, sizes)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])[sizes]
    missed = (expected - ordered.sum()) * np.clip((sizes - flagged) / max(n - flagged, 1), 0, 1)
    return np.clip(sums + missed, least, most), least, most


def _ordered(scores):
    """Scores, the highest first; ValueError unless they are probabilities."""
    scores = np.asarray(scores, dtype=np.float64)
    if scores.ndim != 1 or not np.all((scores >= 0) & (scores <= 1)):
        raise ValueError("scores must be numbers from 0 to 1, one per input, without NaN.")
    return np.sort(scores)[::-1]
