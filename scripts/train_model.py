"""Train a model on a dataset, from a seed."""

import json
import logging

import numpy as np
import pandas as pd
from topomaps.common.files import load_arrays, replacing, save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.models.architectures import PUBLISHED_PARAMETERS

PUBLISHED_INPUT = (28, 28, 1)


def main(
    *, dataset, model, history, evaluation, checkpoints, name, architecture, width, l2, epochs,
    checkpoint_steps, seed, tensorflow_threads,
):  # fmt: skip
    """Write the model, its history, its accuracy on the test split and weights on the way."""
    from topomaps.models import (
        training as models,  # here, so that TensorFlow's talk on import goes to the log
    )

    models.make_deterministic(seed_for(seed, "model", name), tensorflow_threads)
    data = load_arrays(dataset)
    n_classes = len(data["class_names"])
    inputs = models.as_inputs(data["train_inputs"], data["scale"])
    network = models.build_model(architecture, inputs.shape[1:], n_classes, width, l2)
    if inputs.shape[1:] == PUBLISHED_INPUT and n_classes == 10 and width is None:
        assert network.count_params() == PUBLISHED_PARAMETERS[architecture]
    network.summary()
    progress, kept = models.train(network, inputs, data["train_labels"], epochs, checkpoint_steps)
    test_inputs = models.as_inputs(data["test_inputs"], data["scale"])
    predictions = models.predict_classes(network, test_inputs)
    accuracy = float(np.mean(predictions == data["test_labels"]))
    logging.info("test accuracy %.4f after %d epochs", accuracy, epochs)

    with replacing(model) as temporary:
        network.save(temporary.with_suffix(".keras"))
        temporary.with_suffix(".keras").rename(temporary)
    save_table(history, pd.DataFrame({"epoch": np.arange(1, epochs + 1), **progress}))
    facts = {"test_accuracy": accuracy, "parameters": network.count_params(), "epochs": epochs}
    with replacing(evaluation) as temporary:
        temporary.write_text(json.dumps(facts, indent=2) + "\n")
    save_arrays(checkpoints, **kept)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
