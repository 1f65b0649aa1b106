"""Show the largest region of each group and the inputs that activate it most."""

from topomaps.activations.pictures import open_pictures
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.regions import plot_regions
from topomaps.figures.style import save_figure


def main(*, maps, neurons, examples, png, pdf, source, activations=None, dataset=None, images=None):
    """Draw the figure; without pictures, inputs are shown by number and label."""
    text = {"group": str, "label": str}
    tables = (load_table(each, dtype=text) for each in (neurons, examples))
    save_figure(plot_regions(load_arrays(maps), *tables, open_pictures(source, dataset)), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
