"""Show one group in the layouts of all methods, as dots and as maps (HHAI, Figure 3)."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.method_comparison import plot_method_comparison
from topomaps.figures.style import save_figure


def main(*, maps, layouts, png, pdf, methods, group):
    """Draw the figure from one file of maps per method."""
    arrays = {method: load_arrays(path) for method, path in zip(methods, maps, strict=True)}
    save_figure(plot_method_comparison(arrays, group, load_table(layouts)), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            maps=snakemake.input.maps,
            layouts=snakemake.input.layouts,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
