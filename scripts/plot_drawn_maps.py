"""Show maps drawn by hand and all image measures of them (Aequitas, Figure 2)."""

import pandas as pd
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.measures import plot_measures
from topomaps.figures.style import save_figure
from topomaps.maps.drawn_maps import drawn_maps
from topomaps.maps.rendering import sampled
from topomaps.scores.components import component_scores
from topomaps.scores.image_errors import auc, blur_mse, resize_mse

TITLE = "Maps drawn to compare the measures; darker green is better"


def main(*, png, pdf, scores, image_size, resize_sizes, blur_radii, components):
    """Draw the figure, and write its numbers as a table."""
    images = drawn_maps(image_size)
    table = pd.DataFrame(
        {
            "map": name,
            "resize_mse": auc(resize_mse(image, resize_sizes)),
            "blur_mse": auc(blur_mse(image, blur_radii)),
            **_component_scores(image, **components),
        }
        for name, image in images.items()
    )
    save_table(scores, table)
    save_figure(plot_measures(images, table.set_index("map"), TITLE), png, pdf)


def _component_scores(image, image_size, **settings):
    return component_scores(sampled(image, image_size), **settings)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
