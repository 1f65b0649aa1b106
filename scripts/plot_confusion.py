"""Show the maps of the cells of the confusion matrix (HHAI, Figure 7)."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.confusion import plot_confusion
from topomaps.figures.style import save_figure


def main(*, maps, suspects, dataset, png, pdf, suspected):
    """Draw the figure; the pair is the cell ranked first and the correct one of its row."""
    table = load_table(suspects, dtype={"class": str, "predicted": str})
    framed = []
    if len(table):
        name, predicted = table.loc[0, ["class", "predicted"]]
        framed = [(name, name), (name, predicted)]
    inputs = load_arrays(dataset)["test_inputs"]
    save_figure(plot_confusion(load_arrays(maps), inputs, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
