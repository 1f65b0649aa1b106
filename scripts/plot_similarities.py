"""Show which groups each layer sees alike."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.similarities import plot_similarities
from topomaps.figures.style import save_figure


def main(*, pairs, maps, png, pdf, title, alpha):
    """Draw the figure from the table of pairs; the maps know the natural order of the groups."""
    table = load_table(pairs, dtype={"first": str, "second": str})
    tested = {*table["first"], *table["second"]}
    order = [group for group in load_arrays(maps)["groups"].tolist() if group in tested]
    save_figure(plot_similarities(table, order, title, 1 - alpha), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
