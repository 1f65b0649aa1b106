"""Layout by the particle swarm with both forces, method PSO (HHAI, section 3.2.4).

The global force draws neurons together that act alike; the local one spreads them over a disc.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topomaps.layouts import swarm_direct
from topomaps.layouts.distances import cosine_distances
from topomaps.layouts.swarm import check_counts, checked_start, local_weights, part_coinciding

ATTRACTIONS = ("published_code", "equation")


def pso_layout(features, start, n_steps=1000, attraction="published_code", threads=1):
    """Arrange neurons by the cosine distances of their features.

    Parameters
    ----------
    features : array (n_neurons, n_features)
    start, n_steps, attraction, threads
        See `arrange`.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates.
    """
    return arrange(cosine_distances(features), start, n_steps, attraction, threads)


def arrange(
    distances: ArrayLike,
    start: ArrayLike,
    n_steps: int = 1000,
    attraction: Literal["published_code", "equation"] = "published_code",
    threads: int = 1,
) -> NDArray[np.float64]:
    """Arrange neurons by similarity and distribute them, as method PSO does (HHAI, Eq. 3).

    Parameters
    ----------
    distances : array (n_neurons, n_neurons)
        Cosine distances between neurons.
    start : array (n_neurons, 2)
        PSO starts from uniform random coordinates in [0, 1]².
    n_steps : int
    attraction : {"published_code", "equation"}
        Form of the global attraction, see `global_factor`; with "equation" the swarm diverges.
    threads : int
        Threads to use; they do not change the result.

    Returns
    -------
    array (n_neurons, 2)
        Raw coordinates. The swarm collapses before it unfolds, so that rounding decides where a
        neuron ends: equal machines give equal bytes, others only a layout of the same quality.

    Raises
    ------
    ValueError
        As `spread`; also if distances do not fit the start or the attraction is unknown.
    """
    start = part_coinciding(checked_start(start))
    check_counts(n_steps, threads)
    distances = np.asarray(distances, dtype=float)
    if distances.shape != (len(start), len(start)):
        raise ValueError(
            f"Distances of shape {distances.shape} do not fit a start of {len(start)} neurons: "
            f"expected ({len(start)}, {len(start)})."
        )
    if not np.isfinite(distances).all():
        raise ValueError("The distances between neurons contain NaN or infinite values.")
    factor = global_factor(distances, attraction)
    return swarm_direct.run(start, local_weights(n_steps), factor, threads)


def global_factor(distances, attraction="published_code"):
    """Global force per distance vector between neurons (HHAI, Eq. 1, with a = 1.5, b = 0.5, c = 2).

    Parameters
    ----------
    distances : array (n_neurons, n_neurons)
    attraction : {"published_code", "equation"}
        "equation": a (1 - d / max d)³ as printed, with which the swarm flies apart (extent 1e10
        after 1000 steps). "published_code": a (1 - (d / max d)³), which gives the paper's disc.

    Returns
    -------
    array (n_neurons, n_neurons)
    """
    if attraction not in ATTRACTIONS:
        raise ValueError(
            f"Unknown attraction {attraction!r}: choose from {', '.join(ATTRACTIONS)}."
        )
    largest = distances.max() or 1.0  # 0: all neurons are alike and attract fully
    factor = np.empty_like(distances)
    for row, from_one in zip(factor, distances, strict=True):  # no further array of this size
        relative = from_one / largest
        attract = 1 - relative**3 if attraction == "published_code" else (1 - relative) ** 3
        row[:] = 1.5 * attract - 0.5 * np.exp(-from_one / 2)
    return factor
