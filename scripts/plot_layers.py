"""Show the maps of all layers together, on shared layouts or each turned towards the first."""

from topomaps.common.files import load_arrays, load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.layers import plot_layers
from topomaps.figures.style import save_figure
from topomaps.maps.layers_together import layers_together


def main(*, maps, chance, png, pdf, turns, layers, turn, resolution, image_size):
    """Draw the figure and write how each layer was turned, how similar it became, and by chance."""
    shown, table = layers_together(
        {layer: load_arrays(path) for layer, path in zip(layers, maps, strict=True)},
        load_table(chance, dtype={"layer": str}),
        turn=turn, resolution=resolution, image_size=image_size,
    )  # fmt: skip
    save_table(turns, table)
    save_figure(plot_layers(shown, table, turn), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
