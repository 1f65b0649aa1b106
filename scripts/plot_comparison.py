"""Show the scores of several experiments side by side."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.comparison import plot_comparison
from topomaps.figures.style import save_figure


def main(*, scores, png, pdf, labels, arithmetic):
    """Draw the figure from one table of scores per label."""
    options = {"dtype": {"group": str, "parameter": str}}
    tables = {
        label: load_table(path, **options) for label, path in zip(labels, scores, strict=True)
    }
    save_figure(plot_comparison(tables, arithmetic), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            scores=snakemake.input.scores,
            **dict(snakemake.output.items()),
            arithmetic=snakemake.wildcards.arithmetic,
            **snakemake.params.settings,
        )
