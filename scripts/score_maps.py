"""Render the maps of a block of trials in memory and score them."""

import logging

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.trials import one_per_trial
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit
from topomaps.scores.maps import score_components, score_errors
from topomaps.scores.tables import complete_table


def main(*, naps, layout, scores, keys, resolution, errors=None, components=None):
    """Write a tidy table; `keys` are the columns that are the same in all its rows.

    `errors` and `components` are the settings of what is measured, None for what is not.
    """
    draws, layouts = load_arrays(naps), load_arrays(layout)
    trials = layouts["trials"].tolist()
    tables = []
    for trial, values, positions in zip(
        trials, one_per_trial(draws, "naps", trials), layouts["positions"], strict=True
    ):
        present = ~np.isnan(values[:, 0])  # a group without inputs has no map to score
        grid = MapGrid(positions, resolution)
        maps = (grid.interpolate(values[present]), color_limit(values), draws["groups"][present])
        parts = []
        if errors:
            parts.append(score_errors(*maps, **errors))
        if components:
            parts.append(score_components(*maps, grid.mask, **components))
        tables.append(pd.concat(parts).assign(trial=trial))
        logging.info("trial %d is scored", trial)
    save_table(scores, complete_table(pd.concat(tables).assign(**keys)))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(1):
        keys = ("experiment", "layer", "method", "condition")
        main(
            naps=snakemake.input.naps,
            layout=snakemake.input.layout,
            scores=snakemake.output.scores,
            keys={key: snakemake.wildcards[key] for key in keys},
            **snakemake.params.settings,
        )
