"""Show the runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

from topomaps.files import load_table
from topomaps.logs import adapter_log
from topomaps.plots.runtime import plot_runtime
from topomaps.plots.style import save_figure


def main(*, runtimes, png, pdf):
    """Draw the figure from the table of measurements."""
    save_figure(plot_runtime(load_table(runtimes)), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(runtimes=snakemake.input.runtimes, **dict(snakemake.output.items()))
