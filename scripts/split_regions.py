"""Find regions in one half of the inputs, and test them in the other half."""

import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.groups.files import load_groups
from topomaps.statistics.halves import halves
from topomaps.statistics.region_halves import largest_regions, regions_in_half


def main(
    *, source, layer, groups, regions, neurons, by, method, layouts, threshold, min_neurons,
    permutations, seed,
):  # fmt: skip
    """Write a table of the regions in each group of the second half, and one of their neurons."""
    values = open_layer_activations(**source, layer=layer).means
    inputs, names = load_groups(groups), (seed, "halves", layer, *by)
    layouts = {"quantile" if key == "graph_quantile" else key: layouts[key] for key in layouts}
    first, second = halves(
        inputs.grouping.members, generator_for(*names), inputs.strata, inputs.blocks
    )
    found = largest_regions(
        values, first, inputs.grouping.names, method, seed_for(*names, method), layouts,
        threshold=threshold, min_neurons=min_neurons,
    )  # fmt: skip
    seed = seed_for(*names, method, "test")
    table = regions_in_half(values, inputs, second, found, seed=seed, n_permutations=permutations)
    save_table(regions, table.rename(columns={"region": "found_in"}))
    rows = [(group, neuron) for group, members in found.items() for neuron in members]
    save_table(neurons, pd.DataFrame(rows, columns=["found_in", "neuron"]))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(
            groups=snakemake.input.groups,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
