"""Show the runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.runtime import plot_runtime
from topomaps.figures.style import save_figure
from topomaps.layouts.growth import growth_exponents, seconds_by_width


def main(*, runtimes, seconds, growth, png, pdf):
    """Write seconds by width and the exponents of their growth, and draw the figure from them."""
    table = seconds_by_width(load_table(runtimes))
    exponents = growth_exponents(table)
    save_table(seconds, table)
    save_table(growth, exponents)
    save_figure(plot_runtime(table), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
