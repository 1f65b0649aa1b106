"""Draw inputs of each group of a user's, a new draw per trial, and compute their NAPs."""

import logging

from topomaps.activations.inputs import check_length, read_inputs
from topomaps.activations.stored_arrays import open_layer
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for
from topomaps.groups.groupings import draw_examples
from topomaps.groups.own_groups import own_groups
from topomaps.profiles.drawn import draw_profiles, nap_arrays


def main(
    *, activations, inputs, naps, experiment, layer, condition, first, last, groups, weighted,
    examples_per_group, feature_maps, seed,
):  # fmt: skip
    """Write NAPs, features, and the numbers of inputs that they were averaged over."""
    values, known = open_layer(activations, layer), read_inputs(inputs)
    check_length(inputs, known, layer, len(values))
    grouping = own_groups(known, **groups)
    logging.info("layer %s: %s in %d groups", layer, values.shape, len(grouping.names))
    trials = []
    for trial in range(first, last + 1):
        generator = generator_for(seed, experiment, condition, trial)
        drawn = draw_examples(grouping, examples_per_group or len(values), generator)
        trials.append(draw_profiles(values, drawn, generator, feature_maps == "means", weighted))
    save_arrays(naps, **nap_arrays(trials, grouping.names, grouping.rows, grouping.columns, first))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            activations=snakemake.input.activations,
            inputs=snakemake.input.inputs,
            naps=snakemake.output.naps,
            experiment=snakemake.wildcards.experiment,
            layer=snakemake.wildcards.layer,
            condition=snakemake.wildcards.condition,
            first=int(snakemake.wildcards.first),
            last=int(snakemake.wildcards.last),
            **snakemake.params.settings,
        )
