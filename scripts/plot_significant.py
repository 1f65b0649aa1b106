"""Show maps with lines around the neurons that differ by more than chance."""

from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.figures.significant import plot_significant
from topomaps.figures.style import save_figure


def main(*, maps, neurons, png, pdf, layers, title, alpha):
    """Draw the figure from one file of maps and one of tests per layer."""
    parts = {
        layer: (load_arrays(shown), load_arrays(tested))
        for layer, shown, tested in zip(layers, maps, neurons, strict=True)
    }
    save_figure(plot_significant(parts, title, alpha), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
