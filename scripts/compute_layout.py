"""Lay out the neurons by a method that does without the swarm, for a block of trials."""

from time import perf_counter

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.trials import layout_seeds, one_per_trial
from topomaps.layouts.base_layouts import base_layouts
from topomaps.layouts.loading import function_of


def main(
    *, naps, layout, method, keys, first, last, seed, graph_quantile=0.075, distances=False,
    smoothness=0.5, shared=None,
):  # fmt: skip
    """Write positions, seconds and seeds; `keys` name experiment, condition and layer.

    With `shared`, the place of the layer among the files `naps` of several, all of these are laid
    out together, from the same seed in each of their jobs.
    """
    trials, draws = range(first, last + 1), [load_arrays(path) for path in naps]
    shown = [one_per_trial(each, "naps", trials) for each in draws]
    if shared is None:
        seeds = layout_seeds(seed, method=method, trials=trials, **keys)
        positions, seconds = base_layouts(
            method, one_per_trial(draws[0], "features", trials), seeds,
            [each.T for each in shown[0]], quantile=graph_quantile, distances=distances,
            smoothness=smoothness,
        )  # fmt: skip
    else:
        seeds = layout_seeds(seed, method=method, trials=trials, **{**keys, "layer": "shared"})
        positions, seconds = _shared_layouts(shown, seeds, shared, smoothness)
    save_arrays(layout, positions=positions, seconds=seconds, seeds=seeds, trials=np.array(trials))


def _shared_layouts(naps, seeds, shown, smoothness):
    """Layouts (T, N, 2) and seconds (T,) of one of several layers, naps (T, G, N_i) of each."""
    positions, seconds = [], []
    with threadpool_limits(1):  # sums of several threads would round differently
        for trial, seed in enumerate(seeds):
            present = ~np.isnan(np.stack([each[trial, :, 0] for each in naps])).any(axis=0)
            begin = perf_counter()
            features = [each[trial][present].T for each in naps]
            layouts = function_of("shared")(features, int(seed), smoothness=smoothness)
            seconds.append(perf_counter() - begin)
            positions.append(layouts[shown])
    return np.stack(positions), np.array(seconds)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            naps=snakemake.input.naps,
            layout=snakemake.output.layout,
            method=snakemake.wildcards.method,
            keys={key: snakemake.wildcards[key] for key in ("experiment", "condition", "layer")},
            first=int(snakemake.wildcards.first),
            last=int(snakemake.wildcards.last),
            **snakemake.params.settings,
        )
