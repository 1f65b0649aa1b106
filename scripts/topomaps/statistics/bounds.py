"""Do the parts of a group differ in neurons that are at a bound? Then one population may do it.

Where a neuron saturates or is rectified, a whole tail of one population ends up at the bound: one
normal variable behind a steep sigmoid has two modes. Inputs that are heaped up against a bound are
densest at the outer end of their part; those of a population of its own are not.
"""

import numpy as np

from topomaps.statistics.row_blocks import RowBlocks

MOST_INPUTS = 2000
N_NEURONS = 50  # of each layer: those in which the parts differ most
FEWEST = 5  # inputs of a part
HEAPED = 0.3  # place of the median between the ends; 0.5 if symmetric, 0.17 if exponential
ENDS = (0.02, 0.5, 0.98)


def share_at_bounds(layers, rows, second, differences):
    """Share of what tells the parts apart that lies in neurons with a part at a bound.

    Parameters
    ----------
    layers : list of array-like (n, N_i)
    rows : ndarray of int, shape (m,)
        Inputs of the group, in increasing order; `MOST_INPUTS` of them are read at most.
    second : ndarray, shape (m,)
        Probability of belonging to the second part.
    differences : list of ndarray (N_i,)
        Of the parts, in standard deviations within them; neurons weigh by their squares.

    Returns
    -------
    float
        Between 0 and 1; NaN where the parts do not differ, or one has too few inputs to tell.
    """
    some = np.arange(0, len(rows), -(-len(rows) // MOST_INPUTS))
    is_second, at_bound, total = second[some] > 0.5, 0.0, 0.0
    for layer, difference in zip(layers, differences, strict=True):
        neurons = np.argsort(-np.abs(difference), kind="stable")[:N_NEURONS]
        weights = np.square(difference[neurons])
        blocks = RowBlocks(layer, rows[some])
        values = np.concatenate([part[:, neurons] for _, part in blocks])
        if FEWEST <= is_second.sum() <= len(some) - FEWEST:
            at_bound += weights @ _heaped(values, is_second)
            total += weights.sum()
    return float(at_bound / total) if total else np.nan


def _heaped(values, is_second):
    """Whether each neuron (K,) of values (m, K) has a part that is densest at its outer end."""
    parts = (values[~is_second], values[is_second])
    low, middle, high = np.stack([np.quantile(part, ENDS, axis=0) for part in parts], axis=1)
    spread = high - low
    from_low = np.divide(middle - low, spread, out=np.full(low.shape, 0.5), where=spread > 0)
    is_upper = np.stack([middle[0] > middle[1], middle[1] >= middle[0]])
    from_end = np.where(is_upper, 1 - from_low, from_low)
    return ((from_end < HEAPED) | (spread == 0)).any(axis=0)
