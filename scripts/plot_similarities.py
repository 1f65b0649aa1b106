"""Show which groups each layer sees alike."""

from topomaps.attributes import SENSITIVE
from topomaps.files import load_arrays, load_table
from topomaps.logs import adapter_log
from topomaps.plots.similarities import plot_similarities
from topomaps.plots.style import save_figure


def main(*, pairs, maps, png, pdf, title, alpha):
    """Draw the figure from the table of pairs; the maps know the natural order of the groups."""
    arrays = load_arrays(maps)
    order = arrays["groups"][arrays["rows"] == SENSITIVE].tolist()
    save_figure(plot_similarities(load_table(pairs), order, title, 1 - alpha), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
