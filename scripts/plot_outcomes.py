"""Show what the network predicts for each group: accuracy and shares of the predicted classes."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.outcomes import plot_outcomes
from topomaps.figures.style import save_figure


def main(*, outcomes, png, pdf, title):
    """Draw the figure from the table of outcomes."""
    table = load_table(outcomes, dtype={"group": str, "predicted": str})
    save_figure(plot_outcomes(table, title), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
