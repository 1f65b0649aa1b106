"""Runtime of the layout methods (HHAI, Figure 4C)."""

import logging

import numpy as np
import pandas as pd

from topomaps.common.seeds import seed_for
from topomaps.layouts.base_layouts import base_layouts
from topomaps.layouts.methods import COMPUTED_METHODS, base_of
from topomaps.layouts.swarm_layouts import swarm_layouts

log = logging.getLogger(__name__)


def time_methods(
    features, methods, repetitions, seed, graph_quantile=0.075, distances=False, smoothness=0.5,
    **swarm,
):  # fmt: skip
    """Time the layout of one layer by each method, on one thread, after a warm-up.

    Parameters
    ----------
    features : ndarray, shape (N, F)
    methods : sequence of str
    repetitions : int
    seed : int
    graph_quantile, distances, smoothness
        See `topomaps.layouts.base_layouts.base_layout`.
    **swarm
        Settings of `topomaps.layouts.swarm_layouts.swarm_layouts`.

    Returns
    -------
    pandas.DataFrame
        Columns method, n_neurons, repetition, stage, seconds. A hybrid has two stages, `base` and
        `swarm`; its base layout is measured once, with the base method.
    """
    seeds = [seed_for(seed, "runtime", repetition) for repetition in range(repetitions)]
    repeated = np.broadcast_to(features, (repetitions, *features.shape))
    bases, rows = {}, []
    for method in methods:
        base = method if method in COMPUTED_METHODS else base_of(method)
        if base and base not in bases:
            bases[base] = base_layouts(
                base, repeated, seeds, quantile=graph_quantile, distances=distances,
                smoothness=smoothness,
            )  # fmt: skip
        stages = {"base": bases[base][1]} if base else {}
        if method not in COMPUTED_METHODS:
            given = bases[base][0] if base else repeated
            _, stages["swarm"] = swarm_layouts(method, given, seeds, threads=1, **swarm)
        for stage, seconds in stages.items():
            log.info("%s, %s: %.3f s", method, stage, np.mean(seconds))
            rows += [
                (method, len(features), repetition, stage, each)
                for repetition, each in enumerate(seconds)
            ]
    return pd.DataFrame(rows, columns=["method", "n_neurons", "repetition", "stage", "seconds"])
