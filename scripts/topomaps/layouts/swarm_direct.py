"""The swarm's step by direct summation over all pairs of neurons, in double precision.

Every neuron's sum runs over all neurons in one fixed order, whichever thread computes it, so the
number of threads never changes a bit.
"""

from functools import partial

import numpy as np

from topomaps.common.numba_cache import compiled
from topomaps.common.thread_pool import nearly_equal_ranges, thread_pool

CLOSEST = 0.01  # smaller distances count as this one
NEGLIGIBLE = 128.0  # the repulsion at this distance is below 1e-26
THREADS_FROM = 1024  # neurons; below, handing out a step costs more than threads save


@compiled
def local_factor(distance):
    """Local force per distance vector: 1.5 / (d + 1)³ - 15 exp(-d / 2) (HHAI, Eq. 2).

    The exponential is a Taylor polynomial of -d/256, squared seven times: unlike `exp`, it turns
    into vector instructions. Its error is some 1e-14 of its value where that matters.
    """
    u = min(distance, NEGLIGIBLE) / -256
    u2 = u * u
    low = 1 + u + u2 * (1 / 2 + u / 6)
    repulsion = low + u2 * u2 * (1 / 24 + u / 120 + u2 * (1 / 720 + u / 5040))
    for _ in range(7):
        repulsion *= repulsion
    attraction = 1 / (distance + 1)
    return 1.5 * attraction * attraction * attraction - 15 * repulsion


@compiled
def force_of_a_point(offset, force):
    """Fill `force` (n, n) with the first component of the local force of a point at the origin.

    It acts on points at all pairs of the given offsets (n,), the first one along the component.
    """
    for i in range(offset.size):
        for j in range(offset.size):
            distance = np.sqrt(offset[i] * offset[i] + offset[j] * offset[j])
            force[i, j] = -offset[i] * local_factor(max(distance, CLOSEST))


@compiled
def _move(x, y, global_factor, weight, rows, new_x, new_y):
    """One step of the neurons `rows`, by the local force, and the global one unless it is None."""
    n = x.size
    for i in range(rows[0], rows[1]):
        sum_x = 0.0
        sum_y = 0.0
        # ASSUME: the mean is over all n neurons, as in the published code; Aequitas has n - 1.
        for j in range(n):
            dx = x[j] - x[i]
            dy = y[j] - y[i]
            factor = weight * local_factor(max(np.sqrt(dx * dx + dy * dy), CLOSEST))
            if global_factor is not None:
                factor += (1 - weight) * global_factor[i, j]
            sum_x += factor * dx
            sum_y += factor * dy
        new_x[i] = x[i] + 0.5 * sum_x / n
        new_y[i] = y[i] + 0.5 * sum_y / n


@compiled
def _run(x, y, global_factor, weights, new_x, new_y):
    """All steps of a small swarm; returns the arrays that hold the last step."""
    for weight in weights:
        _move(x, y, global_factor, weight, (0, x.size), new_x, new_y)
        x, new_x = new_x, x
        y, new_y = new_y, y
    return x, y


def run(start, weights, global_factor=None, threads=1):
    """Move all neurons together, one step per weight of the local force (HHAI, Eq. 3).

    Parameters
    ----------
    start : array (n_neurons, 2)
    weights : array (n_steps,)
        Weight of the local force in each step.
    global_factor : array (n_neurons, n_neurons), optional
        Global force per distance vector; its weight is 1 minus that of the local force. Without
        it the local force acts alone.
    threads : int
        Threads to use; they do not change the result.

    Returns
    -------
    array (n_neurons, 2)
    """
    x, y = np.array(start[:, 0]), np.array(start[:, 1])
    new_x, new_y = np.empty_like(x), np.empty_like(y)
    # The size alone decides on the kind of loop: machine code that differs may round differently.
    if len(x) < THREADS_FROM:
        return np.column_stack(_run(x, y, global_factor, weights, new_x, new_y))
    with thread_pool(threads) as share:
        for weight in weights:
            step = partial(_move, x, y, global_factor, weight, new_x=new_x, new_y=new_y)
            share(step, nearly_equal_ranges(len(x), threads))
            x, y, new_x, new_y = new_x, new_y, x, y
    return np.column_stack([x, y])
