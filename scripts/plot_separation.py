"""Show how far above chance the groups of a variable are told apart, layer by layer."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.separation import plot_separation
from topomaps.figures.style import save_figure


def main(*, separation, png, pdf, title, alpha):
    """Draw the figure from the table of tests."""
    save_figure(plot_separation(load_table(separation), title, alpha), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
