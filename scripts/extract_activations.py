"""Compute a layer's activations of all test inputs, and the model's predictions."""

import logging

import numpy as np
from topomaps.files import load_arrays, replacing, save_arrays
from topomaps.logs import adapter_log


def main(*, dataset, model, activations, examples, layer, tensorflow_threads):
    """Write the activations as `.npy`, so that they can be memory-mapped, and who they are of."""
    from topomaps import models  # here, so that TensorFlow's talk on import goes to the log

    models.make_deterministic(0, tensorflow_threads)
    data = load_arrays(dataset)
    network = models.load_model(model)
    inputs = models.as_inputs(data["test_inputs"], data["scale"])
    values = models.layer_activations(network, layer, inputs)
    predictions = models.predict_classes(network, inputs)
    logging.info("activations of layer %s have the shape %s", layer, values.shape)
    with replacing(activations) as temporary, open(temporary, "wb") as file:
        np.save(file, values)
    save_arrays(
        examples,
        labels=data["test_labels"],
        predictions=predictions,
        class_names=data["class_names"],
    )


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            model=snakemake.input.model,
            activations=snakemake.output.activations,
            examples=snakemake.output.examples,
            layer=snakemake.wildcards.layer,
            **snakemake.params.settings,
        )
