"""Show what the network predicts for each group: accuracy, predicted classes, and gaps."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.outcomes import plot_outcomes
from topomaps.figures.style import save_figure


def main(*, outcomes, gap_tests, png, pdf, title):
    """Draw the figure from the tables of outcomes and of their gaps."""
    save_figure(plot_outcomes(load_table(outcomes), load_table(gap_tests), title), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
