"""Score the maps of a block of trials by their connected regions (Aequitas, section 2)."""

import numpy as np
import pandas as pd
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.trials import one_per_trial
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, enlarge, map_images
from topomaps.scores.components import component_scores
from topomaps.scores.tables import component_score_table


def main(*, naps, layout, scores, keys, resolution, image_size, threshold, min_area):
    """Write a tidy table; `keys` are the columns that are the same in all its rows."""
    draws, layouts = load_arrays(naps), load_arrays(layout)
    trials = layouts["trials"].tolist()
    tables = []
    for trial, values, positions in zip(
        trials, one_per_trial(draws, "naps", trials), layouts["positions"], strict=True
    ):
        grid = MapGrid(positions, resolution)
        images = map_images(grid.interpolate(values), color_limit(values), image_size)
        mask = enlarge(grid.mask[None], image_size)[0]
        measured = {
            group: component_scores(image, mask, threshold, min_area)
            for group, image, row in zip(draws["groups"], images, values, strict=True)
            if not np.isnan(row[0])  # a group without inputs has no map to score
        }
        tables.append(component_score_table(measured).assign(trial=trial))
    save_table(scores, pd.concat(tables).assign(**keys))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        keys = ("experiment", "layer", "method", "condition")
        main(
            naps=snakemake.input.naps,
            layout=snakemake.input.layout,
            scores=snakemake.output.scores,
            keys={key: snakemake.wildcards[key] for key in keys},
            **snakemake.params.settings,
        )
