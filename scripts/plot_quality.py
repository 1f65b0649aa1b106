"""Show both errors over their parameters, and the distributions of their AUC (HHAI, Figure 4)."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.quality import plot_quality
from topomaps.figures.style import save_figure


def main(*, scores, png, pdf, layer, arithmetics):
    """Draw the figure of one layer in each arithmetic from the table of an experiment."""
    table = load_table(scores, dtype={"group": str, "parameter": str})
    for arithmetic, *files in zip(arithmetics, png, pdf, strict=True):
        save_figure(plot_quality(table[table["layer"] == layer], arithmetic), *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
