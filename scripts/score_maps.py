"""Render the maps of a block of trials in memory and score them."""

import logging

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.trials import one_per_trial
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.image_errors import score_images
from topomaps.scores.tables import complete_table, image_score_table


def main(*, naps, layout, scores, keys, resolution, image_size, blur_radii, resize_sizes):
    """Write a tidy table; `keys` are the columns that are the same in all its rows."""
    draws, layouts = load_arrays(naps), load_arrays(layout)
    trials = layouts["trials"].tolist()
    parameters = {"resize_mse": resize_sizes, "blur_mse": blur_radii}
    tables = []
    for trial, values, positions in zip(
        trials, one_per_trial(draws, "naps", trials), layouts["positions"], strict=True
    ):
        present = ~np.isnan(values[:, 0])  # a group without inputs has no map to score
        fields = MapGrid(positions, resolution).interpolate(values[present])
        images = map_images(fields, color_limit(values), image_size)
        errors = score_images(images, sizes=resize_sizes, radii=blur_radii)
        table = image_score_table(errors, parameters, draws["groups"][present])
        tables.append(table.assign(trial=trial))
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
