"""Rank the classes, or cells of the confusion matrix, that may hold wrong labels."""

import pandas as pd
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.statistics.label_errors import SUSPECTED, rank_confused_cells, rank_suspects


def main(*, naps, suspects, by):
    """Write both rankings of suspected classes, or that of confused cells."""
    draws = load_arrays(naps)
    given = draws["kinds"] == "given"
    groups = (draws["naps"][0][given], draws["rows"][given], draws["columns"][given])
    groups = (*groups, draws["counts"][0][given])
    if by == ["confusion"]:
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
