"""The swarm's step for many neurons: the local force of a grid of densities, by FFT.

Neurons are spread on the nodes around them, the densities convolved with the force of a point, and
the field read off at the neurons again, both ways with cubic Lagrange weights. Convolving with the
vector d·f(|d|), which vanishes at d = 0, avoids the difference of two large sums. The force errs
by less than 1e-3 of the largest one, so single precision is enough for the fields.
"""

import numpy as np
from scipy import fft

from topomaps.common.numba_cache import compiled
from topomaps.common.thread_pool import nearly_equal_ranges, thread_pool
from topomaps.layouts.swarm_direct import force_of_a_point

LARGEST_STEP = 0.25  # between nodes; the force changes over distances of 1 to 2
FEWEST_NODES = 96  # a side
ROOM = 1.25  # side of the grid when made, in extents of the swarm
BORDER = 2  # nodes around the swarm that cubic weights need
LARGEST_EXTENT = 400.0  # of a start; grown swarms have 95


class Grid:
    """Square grid around a swarm, with the transformed force of a point."""

    def __init__(self, points):
        low, high = points.min(axis=0), points.max(axis=0)
        self.centre = (low + high) / 2
        self.half_side = ROOM / 2 * (high - low).max()
        cells = max(FEWEST_NODES, int(np.ceil(2 * self.half_side / LARGEST_STEP)))
        # Twice the nodes, so that the periodic convolution does not wrap around.
        self.padded = fft.next_fast_len(2 * (cells + 2 * BORDER + 1), real=True)
        self.nodes = self.padded // 2
        self.step = 2 * self.half_side / (self.nodes - 2 * BORDER - 1)
        self.kernels = self._transformed_force()

    def _transformed_force(self):
        offset = self.step * fft.fftfreq(self.padded, 1 / self.padded)
        force = np.empty((self.padded, self.padded), dtype=np.float32)
        force_of_a_point(offset, force)
        return fft.rfft2(force), fft.rfft2(np.ascontiguousarray(force.T))

    def covers(self, points):
        """Whether all points lie on the grid."""
        return abs(points - self.centre).max() <= self.half_side

    def mean_force(self, points, share, threads):
        """Mean over all neurons of f(d)·d for each point, array (n_neurons, 2).

        `share` is that of a `topomaps.common.thread_pool.thread_pool` of so many threads.
        """
        nodes = (points - self.centre + self.half_side) / self.step + BORDER
        density = np.zeros((self.nodes, self.nodes), dtype=np.float32)
        _deposit(nodes, density)
        spectrum = fft.fft(fft.rfft(density, self.padded, axis=1), self.padded, axis=0)
        fields = share(lambda kernel: self._field(spectrum * kernel), self.kernels)
        force = np.empty_like(points)
        share(
            lambda rows: _read_off(nodes, *fields, rows, force),
            nearly_equal_ranges(len(points), threads),
        )
        return force / len(points)

    def _field(self, spectrum):
        columns = fft.ifft(spectrum, axis=0, overwrite_x=True)[: self.nodes]
        return fft.irfft(columns, self.padded, axis=1)


@compiled
def _weights(t):
    """Cubic Lagrange weights of the nodes -1, 0, 1, 2 at t in [0, 1)."""
    return (
        -t * (t - 1) * (t - 2) / 6,
        (t + 1) * (t - 1) * (t - 2) / 2,
        -t * (t + 1) * (t - 2) / 2,
        t * (t + 1) * (t - 1) / 6,
    )


@compiled
def _deposit(nodes, density):
    for i in range(len(nodes)):
        row, column = int(nodes[i, 0]), int(nodes[i, 1])
        along, across = _weights(nodes[i, 0] - row), _weights(nodes[i, 1] - column)
        for a in range(4):
            for b in range(4):
                density[row + a - 1, column + b - 1] += along[a] * across[b]


@compiled
def _read_off(nodes, field_x, field_y, rows, force):
    for i in range(rows[0], rows[1]):
        row, column = int(nodes[i, 0]), int(nodes[i, 1])
        along, across = _weights(nodes[i, 0] - row), _weights(nodes[i, 1] - column)
        sum_x = 0.0
        sum_y = 0.0
        for a in range(4):
            for b in range(4):
                weight = along[a] * across[b]
                sum_x += weight * field_x[row + a - 1, column + b - 1]
                sum_y += weight * field_y[row + a - 1, column + b - 1]
        force[i, 0] = sum_x
        force[i, 1] = sum_y


def run(start, weights, threads=1):
    """Move all neurons by the local force, one step per weight.

    Parameters
    ----------
    start : array (n_neurons, 2)
        Extending over at most `LARGEST_EXTENT`.
    weights : array (n_steps,)
        Weight of the local force in each step.
    threads : int
        Threads to use; they do not change the result.

    Returns
    -------
    array (n_neurons, 2)
    """
    points, grid = start, Grid(start)
    with thread_pool(threads) as share:
        for weight in weights:
            if not grid.covers(points):
                grid = Grid(points)
            points = points + 0.5 * weight * grid.mean_force(points, share, threads)
    return points
