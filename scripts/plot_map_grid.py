"""Show the maps of all groups on one layout (HHAI, Figures 5 to 8), and of single inputs."""

import numpy as np
from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.shown_inputs import open_shown_inputs
from topomaps.common.files import load_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.reader_names import named
from topomaps.figures.instances import Instances, instance_words
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.style import save_figure
from topomaps.groups.files import load_groups
from topomaps.groups.sampling import sampled_in_trial
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import as_number, color_limit, map_images
from topomaps.profiles.instances import instance_profiles, named_inputs


def main(
    *, maps, png, pdf, reorder, instances=None, groups=None, activations=None, dataset=None,
    images=None,
):  # fmt: skip
    """Draw the figure; a confusion matrix keeps the natural order of the classes."""
    arrays = load_arrays(maps)
    shown = instances and _instances(arrays["positions"], groups, dataset, **instances)
    save_figure(plot_map_grid(arrays, reorder, shown), png, pdf)


def _instances(
    positions, groups, dataset, *, inputs, source, layer, sampling, names, weighted, missing,
    with_pictures, quantity, resolution, image_size, percentile,
):  # fmt: skip
    """Maps of the inputs that are named, against the mean over the groups that were drawn."""
    grouped, known = load_groups(groups), read_inputs(source["path"], missing)
    sampled, _ = sampled_in_trial(
        grouped.grouping, sampling, **names, trial=0, blocks=grouped.blocks
    )
    files = input_names(source["path"], dataset, slice(None)).get("file")
    values = open_layer_activations(**source, layer=layer).means
    rows = named_inputs(inputs, len(values), files, known.attributes)
    profiles = instance_profiles(values, sampled.inputs, rows, weighted)
    limit = color_limit(profiles, percentile)
    fields = MapGrid(positions, resolution).interpolate(profiles)
    return Instances(
        rows, [str(each) if isinstance(each, str) else f"input {each}" for each in inputs],
        [instance_words(known, row) for row in rows],
        map_images(fields, limit, image_size), positions,
        open_shown_inputs(source["path"], dataset) if with_pictures else None,
        {"limit": np.float64(limit), "percentile": as_number(percentile), "quantity": quantity},
    )  # fmt: skip


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), named(snakemake.params.names):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
