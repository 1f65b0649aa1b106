"""Summarise runtimes: means per method and width, and how they grow."""

from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.layouts.growth import growth_exponents, mean_seconds


def main(*, runtimes, means, growth):
    """Write the mean seconds, and the exponents of their growth."""
    table = mean_seconds(load_table(runtimes))
    save_table(means, table)
    save_table(growth, growth_exponents(table))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(runtimes=snakemake.input.runtimes, **dict(snakemake.output.items()))
