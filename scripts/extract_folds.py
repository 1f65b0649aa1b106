"""Let each network of a cross-validation see the training inputs that it was not trained on."""

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import known_inputs, save_inputs
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import replacing_folder, save_arrays
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset


def main(
    *, dataset, networks, activations, name, model, class_names, on_damaged, layers, seed,
    tensorflow_threads,
):  # fmt: skip
    """Write a folder as `extract_activations`, fold after fold, and the fold of each input."""
    from topomaps.activations import network_inputs as seen  # here, for Keras takes seconds
    from topomaps.models.training_inputs import held_out

    data = open_dataset(dataset)
    judged = held_out(data, len(networks), seed, name)
    rows, folds = np.concatenate(judged), np.repeat(np.arange(len(judged)), [*map(len, judged)])
    known = known_inputs(data, rows)
    with replacing_folder(activations) as folder, threadpool_limits(1, "blas"):
        kept = {file: KeptLayer(folder, file, layer, len(rows)) for file, layer in layers.items()}
        run, account = NetworkPass(folder, kept, len(rows)), data.account
        for fold, (network, members) in enumerate(zip(networks, judged, strict=True)):
            opened, preprocess = seen.open_for_dataset(
                network, model, data, class_names, seed, tensorflow_threads
            )
            batches = seen.batches_for(
                opened, preprocess, data, members, model["batch_size"], on_damaged
            )
            forward, batches = seen.pass_of(opened, preprocess, kept, batches, known)
            run.run(forward, batches, first=int(np.searchsorted(folds, fold)))
            account = account.decoded(batches.report)
        known = known._replace(**run.predictions(opened.class_names))
        run.close()
        save_inputs(folder / "inputs.npz", known, rows, run.read, account)
        save_arrays(folder / "folds.npz", folds=folds[run.read])


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            networks=snakemake.input.networks,
            activations=snakemake.output.activations,
            **snakemake.params.settings,
        )
