"""Show one map under all blur radii and downscale sizes (HHAI, Figure 2)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.alterations import plot_alterations
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import group_index


def main(*, maps, png, pdf, group, blur_radii, resize_sizes):
    """Draw the figure of one group."""
    arrays = load_arrays(maps)
    image = arrays["scored_images"][group_index(arrays, group)]
    save_figure(plot_alterations(image, blur_radii, resize_sizes), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
