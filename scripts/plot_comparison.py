"""Show the scores of several experiments side by side."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.comparison import plot_comparison
from topomaps.figures.style import save_figure


def main(*, scores, png, pdf, labels, arithmetics):
    """Draw the figure in each arithmetic from one table of scores per label."""
    options = {"dtype": {"group": str, "parameter": str}}
    tables = {
        label: load_table(path, **options) for label, path in zip(labels, scores, strict=True)
    }
    for arithmetic, *files in zip(arithmetics, png, pdf, strict=True):
        save_figure(plot_comparison(tables, arithmetic), *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
