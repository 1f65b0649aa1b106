"""Show groups of images in the order of their similarity (HHAI, Figures 6 and 8)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.figures.similar_groups import plot_similar_groups
from topomaps.figures.style import save_figure


def main(*, maps, png, pdf, rows, title):
    """Draw the figures of all and of the shown layers.

    `rows` has for each figure label, index of the file of maps, and kind of groups of each row.
    """
    arrays = [load_arrays(path) for path in maps]
    for rows_of_figure, *files in zip(rows, png, pdf, strict=True):
        chosen = {label: (arrays[index], kind) for label, index, kind in rows_of_figure}
        save_figure(plot_similar_groups(chosen, title), *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
