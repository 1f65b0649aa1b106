"""Run a network over all inputs once, keeping of each layer what its figures need."""

import logging

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.network_inputs import batches_for, known_inputs, save_inputs
from topomaps.activations.network_pass import NetworkPass
from topomaps.activations.tokens import reducer
from topomaps.common.files import load_arrays
from topomaps.common.folders import replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import layer_sums, with_checkpoints


def main(
    *, dataset, network, activations, name, model, class_names, on_damaged, layers, seed,
    tensorflow_threads, checkpoints=None,
):  # fmt: skip
    """Write a folder: inputs, predictions, and units, means, whole maps or sums of each layer."""
    from topomaps.models.opening import open_for  # here, for TensorFlow takes seconds to import

    data = open_dataset(dataset)
    rows, steps = data.rows("test"), [None]
    if class_names == "labels":
        class_names = data.class_names
    opened, preprocess = open_for(data, network, model, class_names, seed, tensorflow_threads)
    batches = batches_for(opened, preprocess, data, rows, model["batch_size"], on_damaged)
    if checkpoints:
        steps = opened.checkpoints(load_arrays(checkpoints))
    known = known_inputs(data, rows)
    settings = {"seed": seed, "inputs_of": name}
    with replacing_folder(activations) as folder, threadpool_limits(1, "blas"):
        kept = {
            file: KeptLayer(folder, file, each["name"], len(rows) * len(steps), each["values"],
                            layer_sums(known, each["sums"], predicted=False, **settings),
                            reducer(each["tokens"]))
            for file, each in layers.items()
        }  # fmt: skip
        ...


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            network=snakemake.input.model[0] if snakemake.input.model else None,
            checkpoints=snakemake.input.get("checkpoints"),
            activations=snakemake.output.activations,
            name=snakemake.wildcards.dataset,
            **snakemake.params.settings,
        )
