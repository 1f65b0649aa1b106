"""Train a model on a dataset, from a seed."""

import json
import logging

import numpy as np
import pandas as pd
from topomaps.common.files import replacing, save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.data.dataset import open_dataset
from topomaps.models.architectures import PUBLISHED_PARAMETERS

PUBLISHED_INPUT = (28, 28, 1)


def main(
    *, dataset, model, history, evaluation, checkpoints, name, architecture, width, l2, epochs,
    checkpoint_steps, seed, tensorflow_threads, on_damaged="skip",
):  # fmt: skip
    """Write the model, its history, its accuracy on the test split and weights on the way."""
    from topomaps.models import (
        training as models,
    )  # here, so that TensorFlow's talk goes to the log
    from topomaps.models.training_inputs import accuracy_on_test, training_inputs

    own_seed = seed_for(seed, "model", name)
    models.make_deterministic(own_seed, tensorflow_threads)
    data = open_dataset(dataset)
    inputs, labels = training_inputs(data, own_seed, on_damaged)
    shape, n_classes = inputs.shape[1:], len(data.class_names)
    network = models.build_model(architecture, shape, n_classes, width, l2)
    if shape == PUBLISHED_INPUT and n_classes == 10 and width is None:
        assert network.count_params() == PUBLISHED_PARAMETERS[architecture]
    network.summary()
    progress, kept = models.train(network, inputs, labels, epochs, checkpoint_steps)
    accuracy = accuracy_on_test(network, data, on_damaged)
    logging.info("test accuracy %s after %d epochs", accuracy, epochs)

    models.save_network(network, model)
    save_table(history, pd.DataFrame({"epoch": np.arange(1, epochs + 1), **progress}))
    facts = {"test_accuracy": accuracy, "parameters": network.count_params(), "epochs": epochs}
    with replacing(evaluation) as temporary:
        temporary.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    save_arrays(checkpoints, **kept)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
