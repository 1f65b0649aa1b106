"""Rank the classes, or cells of the confusion matrix, that may hold wrong labels."""

import pandas as pd
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.maps.groups_shown import groups_of_confusion, groups_of_outcomes
from topomaps.statistics.label_errors import SUSPECTED, rank_confused_cells, rank_suspects


def main(*, naps, suspects, by):
    """Write both rankings of suspected classes, or that of confused cells."""
    draws = load_arrays(naps)
    first = {key: draws[key] for key in ("rows", "columns", "kinds")}
    first |= {key: draws[key][0] for key in ("naps", "counts")}
    of_cells = by == ["confusion"]
    shown = groups_of_confusion(first) if of_cells else groups_of_outcomes(first)
    groups = [shown[key] for key in ("naps", "rows", "columns", "counts")]
    if of_cells:
        table = rank_confused_cells(*groups)
    else:
        table = pd.concat(
            rank_suspects(*groups, suspected).assign(suspected=suspected) for suspected in SUSPECTED
        )
    save_table(suspects, table)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            naps=snakemake.input.naps,
            suspects=snakemake.output.suspects,
            **snakemake.params.settings,
        )
