"""Compute a layer's activations of all test inputs at each checkpoint of the training."""

import logging

import numpy as np
from topomaps.common.files import load_arrays, save_arrays
from topomaps.common.logs import adapter_log


def main(*, dataset, model, checkpoints, activations, layer, tensorflow_threads):
    """Write activations (K, n, ...) and test accuracies (K,) of the K checkpoints."""
    from topomaps.models import (
        training as models,  # here, so that TensorFlow's talk on import goes to the log
    )

    models.make_deterministic(0, tensorflow_threads)
    data, network = load_arrays(dataset), models.load_model(model)
    inputs = models.as_inputs(data["test_inputs"], data["scale"])
    steps, values, accuracies = [], [], []
    for step in models.checkpoint_models(network, load_arrays(checkpoints)):
        steps.append(step)
        values.append(models.layer_activations(network, layer, inputs))
        correct = models.predict_classes(network, inputs) == data["test_labels"]
        accuracies.append(correct.mean())
        logging.info("accuracy %.4f after %d steps", accuracies[-1], step)
    save_arrays(
        activations,
        steps=np.array(steps),
        activations=np.stack(values),
        accuracies=np.array(accuracies),
        labels=data["test_labels"],
        class_names=data["class_names"],
    )


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            model=snakemake.input.model,
            checkpoints=snakemake.input.checkpoints,
            activations=snakemake.output.activations,
            layer=snakemake.wildcards.layer,
            **snakemake.params.settings,
        )
