"""Draw inputs of each group, a new draw per trial, and compute their NAPs."""

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for
from topomaps.groups.groupings import (
    draw_examples,
    group_inputs,
    only_classes,
    warn_of_small_groups,
)
from topomaps.profiles.drawn import draw_profiles, nap_arrays
from topomaps.profiles.stacking import draw_stacked, stacked_features


def main(
    *, activations, examples, naps, experiment, condition, first, last, by, classes,
    examples_per_group, features, feature_maps, seed, stacked_examples=None,
    balanced_correct_only=False,
):  # fmt: skip
    """Write NAPs, features, and the numbers of inputs that they were averaged over."""
    values = np.load(activations, mmap_mode="r", allow_pickle=False)
    known = load_arrays(examples)
    grouping = group_inputs(by, known["labels"], known["predictions"], known["class_names"])
    if classes is not None:
        grouping = only_classes(grouping, known["class_names"][classes])
    members, n_groups = grouping.members, len(grouping.names)
    if features == "balanced" and balanced_correct_only:
        members = np.where(known["labels"] == known["predictions"], members, -1)
    means, trials = feature_maps == "means", []
    for trial in range(first, last + 1):
        generator = generator_for(seed, experiment, condition, trial)
        drawn = draw_examples(grouping, examples_per_group, generator)
        profiles = draw_profiles(values, drawn, generator, means)
        if features != "naps":
            chosen = draw_stacked(features, members, n_groups, stacked_examples, generator)
            stacked = stacked_features(values[chosen], stacked_examples, means)
            profiles = profiles._replace(features=stacked)
        trials.append(profiles)
    warn_of_small_groups(grouping.names, trials[0].counts, examples_per_group)
    save_arrays(naps, **nap_arrays(trials, grouping.names, grouping.rows, grouping.columns, first))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            activations=snakemake.input.activations,
            examples=snakemake.input.examples,
            naps=snakemake.output.naps,
            experiment=snakemake.wildcards.experiment,
            condition=snakemake.wildcards.condition,
            first=int(snakemake.wildcards.first),
            last=int(snakemake.wildcards.last),
            **snakemake.params.settings,
        )
