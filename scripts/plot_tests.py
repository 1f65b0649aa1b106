"""Show whether groups differ by more than chance, in which neurons, and which are alike."""

import pandas as pd
from topomaps.common.files import load_arrays, load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.separation import plot_separation
from topomaps.figures.significant import plot_significant
from topomaps.figures.similarities import plot_similarities
from topomaps.figures.style import save_figure
from topomaps.statistics.permutable import noted


def main(
    *, separation_of_layers, pairs_of_layers, neurons, maps, png, pdf, separation, pairs, layers,
    title, alpha, nuisance=(),
):  # fmt: skip
    """Join the tables of all layers, and draw the three figures from files of each layer."""
    shown = [load_arrays(path) for path in maps]
    tested = [load_arrays(path) for path in neurons]
    separations = noted(pd.concat([load_table(path) for path in separation_of_layers]))
    text = {"first": str, "second": str}
    table = noted(pd.concat([load_table(path, dtype=text) for path in pairs_of_layers]))
    save_table(separation, separations)
    save_table(pairs, table)
    in_table = {*table["first"], *table["second"]}
    order = [group for group in shown[0]["groups"].tolist() if group in in_table]
    by_layer = dict(zip(layers, zip(shown, tested, strict=True), strict=True))
    figures = (
        plot_separation(separations, title, alpha),
        plot_significant(by_layer, title, alpha),
        plot_similarities(table, order, title, 1 - alpha, nuisance),
    )
    for figure, *files in zip(figures, png, pdf, strict=True):
        save_figure(figure, *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
