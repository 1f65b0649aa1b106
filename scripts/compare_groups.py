"""Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""

import logging

from threadpoolctl import threadpool_limits
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.probabilities import equals_p
from topomaps.groups.files import load_groups
from topomaps.statistics.compared_groups import ComparedGroups


def main(*, source, layer, groups, separation, pairs, neurons, **how):
    """Write the test of all groups together, the table of pairs, and the p of each neuron.

    `how` is by, permutations, resamples, alpha and seed, as of
    `topomaps.statistics.compared_groups.ComparedGroups`.
    """
    means = open_layer_activations(**source, layer=layer).means
    tests = ComparedGroups(means, load_groups(groups), layer, **how)
    found = tests.separation
    logging.info("%s: p %s, effect %.4f", layer, equals_p(found.p, found.least_p), found.effect)
    save_table(separation, tests.separation_table)
    save_table(pairs, tests.pairs)
    save_arrays(neurons, **tests.neurons)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(
            groups=snakemake.input.groups,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
