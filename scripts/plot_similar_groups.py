"""Show groups of images in the order of their similarity (HHAI, Figures 6 and 8)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import layer_name, named
from topomaps.figures.similar_groups import plot_similar_groups
from topomaps.figures.style import save_figure
from topomaps.groups.sampling import RANDOM


def main(*, maps, png, pdf, rows, title):
    """Draw the figures of all and of the shown layers.

    `rows` has for each figure the layer, the index of its file of maps, and the kind of groups of
    each row.
    """
    arrays = [load_arrays(path) for path in maps]
    for rows_of_figure, *files in zip(rows, png, pdf, strict=True):
        chosen = {
            layer_name(layer) + ", random groups" * (kind == RANDOM): (arrays[index], kind)
            for layer, index, kind in rows_of_figure
        }
        save_figure(plot_similar_groups(chosen, title), *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
