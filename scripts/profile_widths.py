"""Train a network of each width and compute the NAPs of its hidden layer, all in one process.

The networks serve the runtime chart alone (HHAI, Figure 4C). Each is trained and run by the scripts
that do so for all others, so that its NAPs are those that an experiment would have.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import extract_activations
import numpy as np
import train_model
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.groups.files import GroupedInputs
from topomaps.groups.groupings import group_inputs
from topomaps.profiles.trials import profiles_of_trial

LAYER = "hidden"
GROUPS = ["class"]


def main(*, dataset, naps, experiment, inputs_of, widths, examples_per_group, seed, **settings):
    """Write the features (N, F) of the hidden layer of each width, named by the width.

    `settings` are those of `activations_of`, the same for all widths.
    """
    features = {}
    for width in widths:
        name = f"{experiment}_{width}"
        with TemporaryDirectory() as folder:
            activations = activations_of(
                Path(folder), dataset, name, inputs_of, width, seed, **settings
            )
            grouping = group_inputs(read_inputs(activations), GROUPS)
            _, profiles = profiles_of_trial(
                open_layer_activations(activations, LAYER).means,
                GroupedInputs(grouping, correct=None, strata=None),
                {"by": GROUPS, "examples_per_group": examples_per_group, "random_groups": False},
                features="naps", pool_maps=False, weighted=False, stacked_examples=None,
                correct_only=False, seed=seed, experiment=name, inputs_of=inputs_of,
                condition="layout", trial=0,
            )  # fmt: skip
            features[str(width)] = profiles.features.astype(np.float32)
        logging.info("%d neurons are profiled", width)
    save_arrays(naps, **features)


def activations_of(
    folder, dataset, name, inputs_of, width, seed, *, epochs, l2, batch_size, on_damaged,
    tensorflow_threads,
):  # fmt: skip
    """Train the network of one width, let it see the test inputs, and give their activations."""
    common = {"seed": seed, "tensorflow_threads": tensorflow_threads, "on_damaged": on_damaged}
    model, activations = folder / "model.keras", folder / "activations"
    train_model.main(
        dataset=dataset, model=model, history=folder / "history.tsv",
        evaluation=folder / "evaluation.json", checkpoints=folder / "checkpoints.npz", name=name,
        architecture="mlp", width=width, l2=l2, epochs=epochs, checkpoint_steps=[], **common,
    )  # fmt: skip
    extract_activations.main(
        dataset=dataset, network=str(model), activations=activations, name=inputs_of,
        model={"batch_size": batch_size}, class_names="labels",
        layers={LAYER: {"name": LAYER, "tokens": None, "values": False, "sums": {}}}, **common,
    )  # fmt: skip
    return activations


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            naps=snakemake.output.naps,
            experiment=snakemake.wildcards.experiment,
            **snakemake.params.settings,
        )
