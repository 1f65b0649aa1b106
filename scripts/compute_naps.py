"""Draw inputs of each group, a new draw per trial, and compute their NAPs."""

import logging

import numpy as np
from topomaps.files import load_arrays, save_arrays
from topomaps.groups import draw_examples, group_inputs, only_classes
from topomaps.logs import adapter_log
from topomaps.naps import draw_profiles, stacked_draws
from topomaps.seeds import generator_for


def main(
    *, activations, examples, naps, experiment, condition, first, last, by, classes,
    examples_per_group, seed,
):  # fmt: skip
    """Write NAPs, features, and the numbers of inputs that they were averaged over."""
    values = np.load(activations, mmap_mode="r", allow_pickle=False)
    known = load_arrays(examples)
    grouping = group_inputs(by, known["labels"], known["predictions"], known["class_names"])
    if classes is not None:
        grouping = only_classes(grouping, known["class_names"][classes])
    trials = []
    for trial in range(first, last + 1):
        generator = generator_for(seed, experiment, condition, trial)
        drawn = draw_examples(grouping, examples_per_group, generator)
        trials.append(draw_profiles(values, drawn, generator))
    for name, count in zip(grouping.names, trials[0].counts, strict=True):
        if count < examples_per_group:
            logging.warning(
                "group %r has %d of the %d inputs asked for: %s",
                name, count, examples_per_group, "all are taken" if count else "its map is empty",
            )  # fmt: skip
    save_arrays(naps, **stacked_draws(trials, grouping, first))


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
