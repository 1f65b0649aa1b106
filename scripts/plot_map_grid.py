"""Show the maps of all groups on one layout (HHAI, Figures 5 to 8)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.style import save_figure


def main(*, maps, png, pdf, reorder):
    """Draw the figure; a confusion matrix keeps the natural order of the classes."""
    save_figure(plot_map_grid(load_arrays(maps), reorder), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
