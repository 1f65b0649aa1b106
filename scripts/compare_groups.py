"""Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""

import logging

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.groups.files import load_groups
from topomaps.statistics.grouped_inputs import compared_inputs
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.marked_pairs import marked_pairs, neurons_of_pairs
from topomaps.statistics.pairwise import pairwise_tests, table_of_pairs
from topomaps.statistics.significance import separation_of
from topomaps.statistics.similarities import intervals_of

# The statistic of a pair has a chance_high of its own.
CHANCE_OF_SIMILARITY = {each: f"similarity_{each}" for each in ("chance_low", "chance_high")}


def main(
    *, source, layer, groups, separation, pairs, neurons, by, permutations, resamples, alpha, seed,
):  # fmt: skip
    """Write the test of all groups together, the table of pairs, and the p of each neuron."""
    inputs = load_groups(groups)
    means = open_layer_activations(**source, layer=layer).means
    values, labels, within = compared_inputs(means, inputs)
    grouped = grouped_layer(values, labels, **within)
    seeds = [seed_for(seed, what, layer, *by) for what in ("groups", "pairs", "similarity")]

    test = separation_of(grouped, seeds[0], permutations)
    logging.info("%s: p = %g, effect %.4f", layer, test.p, test.effect)
    tests, neuron_p = neurons_of_pairs(
        pairwise_tests(grouped, seed=seeds[1], n_permutations=permutations, alpha=alpha),
        marked_pairs(labels, values.shape[1], **within),
    )
    similarities = intervals_of(grouped, seed=seeds[2], n_resamples=resamples, confidence=1 - alpha)
    similarities = similarities.rename(columns=CHANCE_OF_SIMILARITY)
    both = table_of_pairs(tests).merge(similarities, on=["first", "second"], validate="1:1")
    save_table(separation, pd.DataFrame([{"layer": layer, **test.summary(alpha)}]))
    save_table(pairs, both.assign(layer=layer))
    of_groups = test.of_groups(alpha).drop(columns="group").add_prefix("group_")
    save_arrays(
        neurons, groups=np.asarray(test.groups), p=test.neuron_p, scores=test.scores,
        **{key: each.to_numpy() for key, each in of_groups.items()},
        pairs=np.array([*neuron_p], dtype=str).reshape(-1, 2),
        pair_p=np.array([*neuron_p.values()]).reshape(-1, values.shape[1]),
    )  # fmt: skip


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(
            groups=snakemake.input.groups,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
