"""Show how faithful the layouts are, before and after the swarm."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.faithfulness import plot_faithfulness
from topomaps.figures.style import save_figure


def main(*, scores, png, pdf, layer):
    """Draw the figure of one layer from the table of an experiment."""
    table = load_table(scores, dtype={"group": str, "parameter": str})
    save_figure(plot_faithfulness(table[table["layer"] == layer]), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
