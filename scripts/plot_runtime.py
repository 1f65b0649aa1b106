"""Show the runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

from topomaps.common.files import load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.runtime import plot_runtime
from topomaps.figures.style import save_figure


def main(*, means, growth, png, pdf):
    """Draw the figure from the table of means and that of exponents."""
    save_figure(plot_runtime(load_table(means), load_table(growth)), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
