"""Show the largest region of each group and the inputs that activate it most."""

from topomaps.activations.stored_arrays import open_pictures
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.regions import plot_regions
from topomaps.figures.style import save_figure


def main(*, maps, neurons, examples, pictures, png, pdf):
    """Draw the figure; without pictures, inputs are shown by number and label."""
    text = {"group": str, "label": str}
    tables = (load_table(each, dtype=text) for each in (neurons, examples))
    inputs = open_pictures(pictures) if pictures else None
    save_figure(plot_regions(load_arrays(maps), *tables, inputs), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            maps=snakemake.input.maps,
            neurons=snakemake.input.neurons,
            examples=snakemake.input.examples,
            pictures=snakemake.input.get("pictures"),
            **dict(snakemake.output.items()),
        )
