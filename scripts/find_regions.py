"""Find connected regions that respond to a group, their neurons, and what excites them."""

import logging

from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.maps.region_inputs import named_inputs, top_inputs
from topomaps.maps.regions import find_regions, summarise_regions


def main(
    *, source, layer, maps, neurons, regions, examples, threshold, min_neurons, n_inputs,
):  # fmt: skip
    """Write tables of the neurons of all regions, of the regions, and of their top inputs."""
    shown = load_arrays(maps)
    found = find_regions(
        shown["naps"], shown["positions"], shown["groups"].tolist(),
        threshold=threshold, min_neurons=min_neurons,
    )  # fmt: skip
    summary = summarise_regions(found)
    logging.info("%d regions of at least %d neurons", len(summary), min_neurons)
    means = open_layer_activations(**source, layer=layer).means
    top = top_inputs(means, found, n_inputs)
    save_table(neurons, found)
    save_table(regions, summary)
    save_table(examples, named_inputs(top, read_inputs(source["path"])))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            maps=snakemake.input.maps,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
