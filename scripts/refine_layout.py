"""Arrange the neurons by the particle swarm, from a base layout or from random positions."""

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.trials import layout_seeds, one_per_trial
from topomaps.layouts.swarm_layouts import swarm_layouts


def main(*, naps, base, layout, method, keys, first, last, seed, threads, **swarm):
    """Write positions, seconds and seeds; `base` is None for PSO and random."""
    trials = range(first, last + 1)
    if base:
        given = load_arrays(base)["positions"]
    else:
        given = one_per_trial(load_arrays(naps), "features", trials)
    seeds = layout_seeds(seed, method=method, trials=trials, **keys)
    positions, seconds = swarm_layouts(method, given, seeds, threads=threads, **swarm)
    save_arrays(layout, positions=positions, seconds=seconds, seeds=seeds, trials=np.array(trials))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            naps=snakemake.input.naps,
            base=snakemake.input.base[0] if snakemake.input.base else None,
            layout=snakemake.output.layout,
            method=snakemake.wildcards.method,
            keys={key: snakemake.wildcards[key] for key in ("experiment", "condition", "layer")},
            first=int(snakemake.wildcards.first),
            last=int(snakemake.wildcards.last),
            threads=snakemake.threads,
            **snakemake.params.settings,
        )
