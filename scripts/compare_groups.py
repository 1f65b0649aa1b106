"""Test by permutation whether groups differ in a layer, which pairs do, and how alike they are."""

import logging

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.common.files import load_table, save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.groups.attributes import group_labels, joined_values
from topomaps.statistics.pairwise import pairwise_differences
from topomaps.statistics.significance import group_separation
from topomaps.statistics.similarities import similarity_intervals


def main(
    *, activations, images, separation, pairs, neurons, layer, attributes, min_size, nuisance,
    permutations, resamples, alpha, seed,
):  # fmt: skip
    """Write the test of all groups together, the table of pairs, and the p of each neuron."""
    table = load_table(images, dtype=str, keep_default_na=False)
    labels = group_labels(table, attributes, min_size)
    used = labels != ""
    with np.load(activations, allow_pickle=False) as archive:
        values = archive[f"{layer}/channel_means"][used]
    strata = joined_values(table[used], nuisance)[1] if nuisance else None
    labels, level = labels[used], {"n_permutations": permutations, "strata": strata}
    seeds = [seed_for(seed, what, layer, *attributes) for what in ("groups", "pairs", "similarity")]

    test = group_separation(values, labels, seed=seeds[0], **level)
    logging.info("%s: p = %g, %.2f times chance", layer, test.p, test.ratio)
    differences = pairwise_differences(values, labels, seed=seeds[1], alpha=alpha, **level)
    similarities = similarity_intervals(
        values, labels, seed=seeds[2], n_resamples=resamples, confidence=1 - alpha
    )
    both = differences.merge(similarities, on=["first", "second"], validate="1:1")
    save_table(separation, pd.DataFrame([{"layer": layer, **test.summary(alpha)}]))
    save_table(pairs, both.assign(layer=layer))
    save_arrays(neurons, groups=test.groups, p=test.neuron_p, scores=test.scores)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            layer=snakemake.wildcards.layer,
            **snakemake.params.settings,
        )
