"""Show whether groups differ by more than chance, in which neurons, and which are alike."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.separation import plot_separation
from topomaps.figures.significant import plot_significant
from topomaps.figures.similarities import plot_similarities
from topomaps.figures.style import save_figure


def main(*, separation, pairs, neurons, maps, png, pdf, layers, title, alpha):
    """Draw the three figures from tables of all layers, and files of each layer."""
    shown = [load_arrays(path) for path in maps]
    tested = [load_arrays(path) for path in neurons]
    table = load_table(pairs, dtype={"first": str, "second": str})
    in_table = {*table["first"], *table["second"]}
    order = [group for group in shown[0]["groups"].tolist() if group in in_table]
    by_layer = dict(zip(layers, zip(shown, tested, strict=True), strict=True))
    figures = (
        plot_separation(load_table(separation), title, alpha),
        plot_significant(by_layer, f"{title}; lines enclose neurons that differ", alpha),
        plot_similarities(table, order, title, 1 - alpha),
    )
    for figure, *files in zip(figures, png, pdf, strict=True):
        save_figure(figure, *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
