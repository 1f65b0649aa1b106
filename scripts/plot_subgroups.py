"""Show the parts of groups that are no single population, beside the maps of the whole."""

from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import grouped_by, named
from topomaps.figures.style import save_figure
from topomaps.figures.subgroups import N_ROWS, plot_subgroups
from topomaps.groups.labelled_inputs import read_labelled
from topomaps.maps.subgroup_maps import subgroup_maps
from topomaps.statistics.files import load_subgroups
from topomaps.statistics.subgroup_tables import shown_subgroups, subgroup_verdict


def main(
    *, subgroups, members, neurons, maps, png, pdf, source, layer, labels, resolution, image_size,
    color_limit, title, with_pictures=True, activations=None, dataset=None, images=None, missing=(),
):  # fmt: skip
    """Draw the figure, of the divided groups or, where there are none, of the least certain."""
    table, inputs_of, telling = load_subgroups(subgroups), load_table(members), load_table(neurons)
    rows = shown_subgroups(table, N_ROWS)
    inputs, (values,) = read_labelled(source, [layer], labels, missing)
    images_of, examples = subgroup_maps(
        rows, inputs_of, inputs, values, load_arrays(maps)["positions"], resolution=resolution,
        image_size=image_size, percentile=color_limit,
    )  # fmt: skip
    pictures = open_shown_inputs(source["path"], dataset) if with_pictures else None
    with grouped_by(labels["by"]):
        figure = plot_subgroups(
            rows, telling, images_of, examples, pictures, f"{title}. {subgroup_verdict(table)}"
        )
    save_figure(figure, png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
