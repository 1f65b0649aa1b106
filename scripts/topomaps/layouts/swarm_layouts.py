"""Layouts by the swarm: PSO, the hybrids and `random`; never imports the base methods.

The global force of PSO is loaded where it is used: the others do without.
"""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import numpy as np
from threadpoolctl import threadpool_limits

from topomaps.layouts.coordinates import check_features, scale_to_unit, uniform_start
from topomaps.layouts.loading import function_of
from topomaps.layouts.methods import HYBRIDS
from topomaps.layouts.swarm import spread

ON_ONE_LINE = 1e-10  # second singular value over the first
UNFOLDING = 1e-6  # displacement off a start on one line, which the swarm would never leave
GOLDEN_RATIO = (1 + np.sqrt(5)) / 2


def swarm_layout(
    method,
    given,
    seed,
    *,
    n_steps=1000,
    attraction="published_code",
    random_swarm=True,
    threads=1,
):
    """Lay out the neurons of one trial by PSO, by a hybrid or at random.

    Parameters
    ----------
    method : {"PSO", "SOM_PSO", "graph_PSO", "PCA_PSO", "TSNE_PSO", "UMAP_PSO", "random"}
    given : array
        For hybrids the base method's layout (n_neurons, 2), for PSO and `random` the features
        (n_neurons, n_features), of which `random` uses the number of neurons only.
    seed : int
        Decides on the random start of PSO and `random`; hybrids do without.
    n_steps : int
        Steps of the swarm.
    attraction : {"published_code", "equation"}
        Global attraction of PSO, see `topomaps.layouts.pso.global_factor`.
    random_swarm : bool
        `random` spreads uniform points by the local force (HHAI, section 4.3); False leaves them
        as they are, as the published configurations do.
    threads : int
        Threads to use; they do not change the result.

    Returns
    -------
    array (n_neurons, 2)
        Coordinates in [0, 1].

    Raises
    ------
    ValueError
        If the features cannot be laid out, see `topomaps.layouts.coordinates.check_features`.
    """
    if method in HYBRIDS:
        return scale_to_unit(spread(hybrid_start(given), n_steps, threads))
    features = check_features(given, method)
    start = uniform_start(len(features), seed)
    if method == "PSO":
        positions = function_of(method)(features, start, n_steps, attraction, threads)
    else:
        positions = spread(start, n_steps, threads) if random_swarm else start
    return scale_to_unit(positions)


def hybrid_start(base):
    """Start of a hybrid: the base layout scaled to [0, 1].

    A layout on one line, such as that of PCA for two groups, is displaced off the line by at most
    5e-7, or the swarm would stay on it.
    """
    start = scale_to_unit(base)
    _, extents, directions = np.linalg.svd(start - start.mean(axis=0), full_matrices=False)
    if extents[0] == 0 or extents[1] > ON_ONE_LINE * extents[0]:
        return start
    off_line = UNFOLDING * (np.arange(len(start)) * GOLDEN_RATIO % 1 - 0.5)
    return start + np.outer(off_line, directions[1])


def swarm_layouts(method, given, seeds, *, threads=1, **settings):
    """Lay out a block of trials by PSO, by a hybrid or at random, side by side on all threads.

    Parameters
    ----------
    method : str
        See `swarm_layout`.
    given : array (n_trials, n_neurons, ...)
        Base layouts or features, see `swarm_layout`.
    seeds : sequence of n_trials int
    threads : int
        Trials that run at the same time. Threads beyond the number of trials share the work of
        each trial. The result does not depend on them.
    **settings
        n_steps, attraction and random_swarm, see `swarm_layout`.

    Returns
    -------
    positions : array (n_trials, n_neurons, 2)
        Coordinates in [0, 1].
    seconds : array (n_trials,)
        Wall time of each trial alone, compilation not counted, without the time of a hybrid's base
        method. Trials side by side share memory and caches: for the time of an undisturbed trial
        use one thread.
    """
    workers = min(threads, len(seeds))
    each = threads // workers

    def timed(trial):
        begin = perf_counter()
        layout = swarm_layout(method, *trial, threads=each, **settings)
        return layout, perf_counter() - begin

    with threadpool_limits(1), ThreadPoolExecutor(workers) as pool:
        swarm_layout(method, given[0], seeds[0], **settings | {"n_steps": 1})  # compiles
        results = list(pool.map(timed, zip(given, seeds, strict=True)))
    positions, seconds = zip(*results, strict=True)
    return np.stack(positions), np.array(seconds)
