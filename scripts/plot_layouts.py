"""Compare all layout methods of an experiment by all measures of layouts."""

from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.layouts import plot_layouts
from topomaps.figures.style import save_figure
from topomaps.scores.layout_ranks import rank_methods


def main(*, summary, tests, png, pdf, table, title):
    """Write ranks, means and tests of the methods, and draw them as one table."""
    ranked = rank_methods(load_table(summary), load_table(tests))
    save_table(table, ranked)
    save_figure(plot_layouts(ranked, title), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
