"""Show one group in the layouts of all methods, as dots and as maps (HHAI, Figure 3)."""

from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.method_comparison import plot_method_comparison
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import group_index
from topomaps.scores.layout_table import describe_layouts


def main(*, maps, layouts, png, pdf, methods, group, blur_radii, resize_sizes):
    """Describe the layouts in numbers, and draw the figure, from one file of maps per method."""
    arrays = {method: load_arrays(path) for method, path in zip(methods, maps, strict=True)}
    index = group_index(arrays[methods[0]], group)
    table = describe_layouts(arrays, resize_sizes, blur_radii)
    save_table(layouts, table)
    save_figure(plot_method_comparison(arrays, index, table), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
