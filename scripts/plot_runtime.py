"""Show the runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.figures.runtime import plot_runtime
from topomaps.figures.style import save_figure
from topomaps.layouts.growth import growth_exponents, mean_seconds


def main(*, runtimes, means, growth, png, pdf):
    """Write mean seconds and the exponents of their growth, and draw the figure from them."""
    table = mean_seconds(load_table(runtimes))
    exponents = growth_exponents(table)
    save_table(means, table)
    save_table(growth, exponents)
    save_figure(plot_runtime(table, exponents), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
