"""Train a network on all training inputs but those of one fold, which it has to judge."""

import logging
from time import perf_counter

import numpy as np
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.data.dataset import open_dataset


def main(
    *, dataset, model, fold, folds, name, architecture, width, l2, epochs, seed,
    tensorflow_threads, on_damaged="skip",
):  # fmt: skip
    """Write the network."""
    from topomaps.models import training as models  # here, so that TensorFlow's talk is logged
    from topomaps.models.training_inputs import held_out, training_inputs

    own_seed, begin = seed_for(seed, "model", name, "fold", fold), perf_counter()
    models.make_deterministic(own_seed, tensorflow_threads)
    data = open_dataset(dataset)
    judged = held_out(data, folds, seed, name)[fold]
    inputs, labels = training_inputs(data, own_seed, on_damaged, without=judged)
    network = models.build_model(architecture, inputs.shape[1:], len(data.class_names), width, l2)
    models.train(network, inputs, labels, epochs)
    logging.info(
        "fold %d of %d: %d epochs on %d inputs took %.0f s; it judges %d others",
        fold + 1, folds, epochs, inputs.shape[0], perf_counter() - begin, np.size(judged),
    )  # fmt: skip
    models.save_network(network, model)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            model=snakemake.output.model,
            fold=int(snakemake.wildcards.fold),
            **snakemake.params.settings,
        )
