"""Compute a layer's activations of all test inputs, and the model's predictions."""

import logging

import numpy as np
from topomaps.common.files import load_arrays, replacing, save_arrays
from topomaps.common.logs import adapter_log

FROM_DATASET = "test_attributes/"


def main(*, dataset, model, activations, examples, layer, tensorflow_threads, scale=None):
    """Write the activations as `.npy`, so that they can be memory-mapped, and who they are of.

    Inputs are divided by `scale`, or else by the scale of the dataset.
    """
    from topomaps.models import network_layers as layers
    from topomaps.models import (
        training as models,  # here, so that TensorFlow's talk on import goes to the log
    )

    models.make_deterministic(0, tensorflow_threads)
    data = load_arrays(dataset)
    network, images = models.load_model(model), data["test_inputs"]
    scale = data["scale"] if scale is None else scale
    layers.check_inputs(network, models.as_inputs(images[:1], scale))
    part = layers.layer_model(network, layer)
    with replacing(activations) as temporary:
        for start, values in layers.outputs_in_chunks(part, images, scale):
            if start == 0:
                shape = len(images), *values.shape[1:]
                logging.info("activations of layer %s have the shape %s", layer, shape)
                stored = np.lib.format.open_memmap(temporary, "w+", np.float32, shape)
            stored[start : start + len(values)] = values
            logging.info("%d of %d inputs", start + len(values), len(images))
        stored.flush()
    outputs = [each for _, each in layers.outputs_in_chunks(network, images, scale)]
    predictions = layers.predicted_classes(np.concatenate(outputs), len(data["class_names"]))
    save_arrays(
        examples,
        labels=data["test_labels"],
        class_names=data["class_names"],
        **({} if predictions is None else {"predictions": predictions}),
        **{
            name.removeprefix("test_"): values
            for name, values in data.items()
            if name.startswith(FROM_DATASET)
        },
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
