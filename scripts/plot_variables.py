"""Show the maps of several variables and their random groups in several layers (Aequitas 3, 4)."""

from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import group_name, grouped_by, named
from topomaps.figures.style import save_figure
from topomaps.figures.variables import plot_variables
from topomaps.scores.tables import first_trial_measures

CONVEXITY = "size_weighted_convexity"


def main(*, maps, scores, png, pdf, layers, method, shown, variables, title):
    """Draw the figures of all and of the shown layers from maps and scores of each variable."""
    paths, parts = iter(maps), {layer: {} for layer in layers}
    for (variable, by), path in zip(variables, scores, strict=True):
        table = load_table(path, dtype={"group": str, "parameter": str})
        for layer in layers:
            arrays = load_arrays(next(paths))
            convexity = first_trial_measures(table, layer, method)[CONVEXITY]
            convexities = convexity.reindex(arrays["groups"]).to_list()
            with grouped_by(by):
                names = [group_name(each) for each in arrays["groups"]]
            parts[layer][variable] = ({**arrays, "groups": names}, convexities)
    for layers_of_figure, *files in zip(shown, png, pdf, strict=True):
        chosen = {layer: parts[layer] for layer in layers_of_figure}
        save_figure(plot_variables(chosen, title), *files)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
