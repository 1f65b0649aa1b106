"""Rank classes that may hold wrong labels, and frame the suspicious pair (HHAI, Figure 5)."""

import pandas as pd
from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.label_errors import plot_label_errors
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import groups_of_outcomes
from topomaps.statistics.files import load_suspects
from topomaps.statistics.label_errors import SUSPECTED, rank_suspects, suspicious_pair
from topomaps.statistics.suspect_tables import with_inputs


def main(
    *, maps, suspects, png, pdf, suspected, source, judged=None, activations=None, dataset=None,
    images=None, with_texts=True,
):  # fmt: skip
    """Write both rankings, and draw the figure; the pair is that of the class ranked first."""
    shown = groups_of_outcomes(load_arrays(maps))
    inputs = open_shown_inputs(source["path"], dataset, with_texts)
    groups = [shown[key] for key in ("naps", "rows", "columns", "counts")]
    table = pd.concat([rank_suspects(*groups, each).assign(suspected=each) for each in SUSPECTED])
    save_table(suspects, with_inputs(table, judged and load_suspects(judged)))
    framed = suspicious_pair(table, suspected)
    save_figure(plot_label_errors(shown, inputs, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
