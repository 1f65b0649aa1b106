"""Show the maps of the cells of the confusion matrix (HHAI, Figure 7)."""

from topomaps.activations.pictures import open_pictures
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.figures.confusion import plot_confusion
from topomaps.figures.style import save_figure
from topomaps.maps.groups_shown import groups_of_confusion


def main(
    *, maps, suspects, png, pdf, suspected, source, activations=None, dataset=None, images=None
):
    """Draw the figure; the pair is the cell ranked first and the correct one of its row."""
    table = load_table(suspects, dtype={"class": str, "predicted": str})
    framed = []
    if len(table):
        name, predicted = table.loc[0, ["class", "predicted"]]
        framed = [(name, name), (name, predicted)]
    shown, pictures = groups_of_confusion(load_arrays(maps)), open_pictures(source, dataset)
    save_figure(plot_confusion(shown, pictures, framed, suspected), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
