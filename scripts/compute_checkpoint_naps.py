"""Compute the NAPs of the classes at each checkpoint of the training."""

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for
from topomaps.groups.groupings import class_groups, draw_examples, only_classes
from topomaps.profiles.drawn import DrawnProfiles, draw_profiles, nap_arrays


def main(
    *, activations, naps, experiment, condition, classes, examples_per_group, feature_maps, seed
):
    """Write NAPs with one row of groups per checkpoint, and features that join all of them.

    The same inputs are drawn at all checkpoints, and each neuron is described by its NAP values
    at all of them, so that one layout serves the whole training.
    """
    known = load_arrays(activations)
    grouping = class_groups(known["labels"], known["class_names"])
    if classes is not None:
        grouping = only_classes(grouping, known["class_names"][classes])
    generator = generator_for(seed, experiment, condition, 0)
    drawn = draw_examples(grouping, examples_per_group, generator)
    # ASSUME: the joint layout weighs all checkpoints alike; HHAI does not show this figure.
    profiles = [
        draw_profiles(values, drawn, generator, feature_maps == "means")
        for values in known["activations"]
    ]
    together = DrawnProfiles(
        naps=np.concatenate([each.naps for each in profiles]),
        features=np.hstack([each.features for each in profiles]),
        counts=np.concatenate([each.counts for each in profiles]),
        examples=np.concatenate([each.examples for each in profiles]),
    )
    steps = known["steps"]
    names = [f"{name} after {step} steps" for step in steps for name in grouping.names]
    rows = np.repeat(steps, len(grouping.names)).astype(str)
    columns = np.tile(grouping.columns, len(steps))
    save_arrays(naps, **nap_arrays([together], names, rows, columns))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            activations=snakemake.input.activations,
            naps=snakemake.output.naps,
            experiment=snakemake.wildcards.experiment,
            condition=snakemake.wildcards.condition,
            **snakemake.params.settings,
        )
