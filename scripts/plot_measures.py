"""Show the maps of all groups and all image measures of them (as Aequitas, Figure 2)."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import layer_title, method_name, named
from topomaps.figures.measures import TABLE, plot_measures
from topomaps.figures.style import save_figure
from topomaps.scores.tables import first_trial_measures


def main(*, maps, scores, png, pdf, layer, method):
    """Draw the figure for the first trial of one layer and method."""
    arrays = load_arrays(maps)
    images = dict(zip(arrays["groups"].tolist(), arrays["scored_images"], strict=True))
    table = load_table(scores, dtype={"group": str, "parameter": str})
    measured = first_trial_measures(table, layer, method)[list(TABLE)].dropna()
    shown = {name: images[name] for name in images if name in measured.index}
    where = f"{layer_title(layer)}, layout by {method_name(method)}"
    title = f"{where}; errors: areas under their curves; darker green is better"
    save_figure(plot_measures(shown, measured, title), png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
