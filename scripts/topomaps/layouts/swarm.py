"""Particle swarm that spreads neurons evenly over a disc, by the local force (HHAI, 3.2.5).

Coordinates go in and come out raw. The swarm is not at rest after 1000 steps (its radius is then
43 to 47, whatever the number of neurons), so the number of steps is part of the method.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topomaps.layouts import swarm_direct

GRID_FROM = 2500  # neurons; fewer are summed directly, which is exact and about as fast
DISPLACEMENT = 1e-4  # of neurons that coincide at the start, as a share of the start's extent
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def spread(start: ArrayLike, n_steps: int = 1000, threads: int = 1) -> NDArray[np.float64]:
    """Distribute neurons by the local force alone, as the hybrids and `random` do (HHAI, Eq. 2).

    Parameters
    ----------
    start : array (n_neurons, 2)
        Hybrids start from a base layout scaled to [0, 1].
    n_steps : int
    threads : int
        Threads to use; they do not change the result.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates. Neurons that coincide at the start are parted first, see
        `part_coinciding`; all others start exactly where they are.

    Raises
    ------
    ValueError
        If the start has another shape, is not finite or (from 2,500 neurons on) extends over more
        than 400, or if n_steps or threads is no valid number.
    """
    start = part_coinciding(checked_start(start))
    check_counts(n_steps, threads)
    if len(start) < GRID_FROM:
        return swarm_direct.run(start, local_weights(n_steps), threads=threads)
    from topomaps.layouts import swarm_grid  # here, for it brings SciPy's Fourier transforms

    if np.ptp(start, axis=0).max() > swarm_grid.LARGEST_EXTENT:
        raise ValueError(
            f"The start of {len(start):,} neurons extends over {np.ptp(start, axis=0).max():.3g}, "
            f"more than {swarm_grid.LARGEST_EXTENT:g}: scale it to [0, 1] first."
        )
    return swarm_grid.run(start, local_weights(n_steps), threads=threads)


def local_weights(n_steps):
    """Weights of the local force, (tanh s + 1) / 2 with s from -3 to 6 (HHAI, Eq. 3)."""
    # ASSUME: both ends are included, as in the published code; HHAI writes s = 9t/1000 - 3.
    return (np.tanh(np.linspace(-3, 6, n_steps)) + 1) / 2


def part_coinciding(start):
    """Displace neurons that coincide, since no force would ever part them.

    The first neuron at a place stays; the k-th further one goes to a sunflower spiral around it,
    at a distance of 1e-4 √k times the extent of the start (at least 1). Others are not touched.

    Parameters
    ----------
    start : array (n_neurons, 2)

    Returns
    -------
    array (n_neurons, 2)
    """
    _, place, counts = np.unique(start, axis=0, return_inverse=True, return_counts=True)
    if len(counts) == len(start):
        return start
    order = np.argsort(place, kind="stable")
    further = np.empty(len(start))
    further[order] = np.arange(len(start)) - np.repeat(np.cumsum(counts) - counts, counts)
    radius = DISPLACEMENT * max(1.0, np.ptp(start, axis=0).max()) * np.sqrt(further)
    angle = GOLDEN_ANGLE * further
    return start + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def checked_start(start):
    """Start of a swarm as array (n_neurons, 2); raises ValueError unless it is one, and finite."""
    start = np.asarray(start, dtype=float)
    if start.ndim != 2 or start.shape[1] != 2 or len(start) == 0:
        raise ValueError(f"A start needs the shape (neurons, 2), not {start.shape}.")
    if not np.isfinite(start).all():
        raise ValueError("The start of the swarm has coordinates that are NaN or infinite.")
    return start


def check_counts(n_steps, threads):
    """Raise a ValueError unless there are 0 steps or more, and 1 thread or more."""
    if int(n_steps) != n_steps or n_steps < 0:
        raise ValueError(f"n_steps must be a whole number of at least 0, not {n_steps!r}.")
    if int(threads) != threads or threads < 1:
        raise ValueError(f"threads must be a whole number of at least 1, not {threads!r}.")
