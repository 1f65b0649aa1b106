"""Show the parts of groups that are no single population, beside the maps of the whole."""

import numpy as np
from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import grouped_by, named
from topomaps.figures.style import save_figure
from topomaps.figures.subgroups import N_ROWS, plot_subgroups
from topomaps.groups.labelled_inputs import read_labelled
from topomaps.maps.set_maps import set_maps
from topomaps.statistics.subgroup_tables import shown_subgroups, subgroup_verdict

TEXT = {"group": str, "acts_like": str, "layer": str, "file": str}


def main(
    *, subgroups, members, neurons, maps, png, pdf, source, layer, labels, resolution, image_size,
    color_limit, title, with_pictures=True, activations=None, dataset=None, images=None, missing=(),
):  # fmt: skip
    """Draw the figure, of the divided groups or, where there are none, of the least certain."""
    table, inputs_of, telling = (
        load_table(each, dtype=TEXT, keep_default_na=False, na_values=[""])
        for each in (subgroups, members, neurons)
    )
    rows = shown_subgroups(table.fillna({"acts_like": ""}), N_ROWS)
    inputs, (values,) = read_labelled(source, [layer], labels, missing)
    groups = [np.flatnonzero(inputs.labels == code) for code in range(len(inputs.names))]
    parts, examples = {}, {}
    for row in rows.itertuples():
        own = np.flatnonzero(inputs_of["group"] == row.group)
        second = inputs_of[row.towards].to_numpy()[own]
        parts[row.group, row.towards, 0] = own[second <= 0.5]
        parts[row.group, row.towards, 1] = own[second > 0.5]
        surest = own[np.argsort(-second, kind="stable")]
        examples[row.group, row.towards] = inputs_of["index"].to_numpy()[surest]
    positions = load_arrays(maps)["positions"]
    painted = set_maps(
        values, groups, list(parts.values()), positions, resolution, image_size, color_limit
    )
    images_of = dict(zip([*inputs.names, *parts], [*painted.groups, *painted.sets], strict=True))
    pictures = open_shown_inputs(source["path"], dataset) if with_pictures else None
    with grouped_by(labels["by"]):
        figure = plot_subgroups(
            rows, telling, {**images_of, "colors": painted.colors, "positions": positions},
            examples, pictures, f"{title}. {subgroup_verdict(table)}",
        )  # fmt: skip
    save_figure(figure, png, pdf)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
