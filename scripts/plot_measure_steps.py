"""Show what the image measures do to a map before they measure (Aequitas, Figure 1)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import group_name, named
from topomaps.figures.measure_steps import plot_measure_steps
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import group_index


def main(*, maps, png, pdf, group, **components):
    """Draw the figure for one group."""
    arrays = load_arrays(maps)
    index = group_index(arrays, group)
    title = f"Steps of the image measures, map of group “{group_name(arrays['groups'][index])}”"
    save_figure(plot_measure_steps(arrays["scored_images"][index], title, **components), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
