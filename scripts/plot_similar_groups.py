"""Show groups of images in the order of their similarity (HHAI, Figures 6 and 8)."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.figures.similar_groups import plot_similar_groups
from topomaps.figures.style import save_figure


def main(*, maps, png, pdf, rows, title):
    """Draw the figure; `rows` are label, index of the file of maps, and kind of groups."""
    arrays = [load_arrays(path) for path in maps]
    chosen = {label: (arrays[index], kind) for label, index, kind in rows}
    save_figure(plot_similar_groups(chosen, title), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
