"""Lay out the neurons by a method that does without the swarm, for a block of trials."""

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.trials import layout_seeds, one_per_trial
from topomaps.layouts.base_layouts import base_layouts


def main(
    *, naps, layout, method, keys, first, last, seed, graph_quantile=0.075, distances=False
):  # fmt: skip
    """Write positions, seconds and seeds; `keys` name experiment, condition and layer."""
    trials = range(first, last + 1)
    features = one_per_trial(load_arrays(naps), "features", trials)
    seeds = layout_seeds(seed, method=method, trials=trials, **keys)
    positions, seconds = base_layouts(
        method, features, seeds, quantile=graph_quantile, distances=distances
    )
    save_arrays(layout, positions=positions, seconds=seconds, seeds=seeds, trials=np.array(trials))


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
