"""Rank the cells of the confusion matrix, and show their maps (HHAI, Figure 7)."""

from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.confusion import plot_confusion
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import groups_of_confusion
from topomaps.statistics.files import load_suspects
from topomaps.statistics.label_errors import rank_confused_cells
from topomaps.statistics.suspect_tables import with_inputs


def main(
    *, maps, suspects, png, pdf, suspected, source, judged=None, activations=None, dataset=None,
    images=None, with_texts=True,
):  # fmt: skip
    """Write the ranking, and draw the figure; the pair is the first cell and its row's correct."""
    shown = groups_of_confusion(load_arrays(maps))
    inputs = open_shown_inputs(source["path"], dataset, with_texts)
    groups = [shown[key] for key in ("naps", "rows", "columns", "counts")]
    table = rank_confused_cells(*groups)
    save_table(suspects, with_inputs(table, judged and load_suspects(judged)))
    framed = []
    if len(table):
        name, predicted = table.loc[0, ["class", "predicted"]]
        framed = [(name, name), (name, predicted)]
    save_figure(plot_confusion(shown, inputs, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
