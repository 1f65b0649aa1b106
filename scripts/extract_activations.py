"""Run a network over all inputs once, keeping of each layer what its figures need."""

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import known_inputs, save_inputs
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import load_arrays
from topomaps.common.folders import replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import summed_groups


def main(
    *, dataset, network, activations, name, model, class_names, on_damaged, layers, seed,
    tensorflow_threads, checkpoints=None,
):  # fmt: skip
    """Write a folder: inputs, predictions, and units, means, whole maps or sums of each layer."""
    from topomaps.activations import network_inputs as seen  # here, for Keras takes seconds

    data = open_dataset(dataset)
    rows = data.rows("test")
    opened, preprocess = seen.open_for_dataset(
        network, model, data, class_names, seed, tensorflow_threads
    )
    batches = seen.batches_for(opened, preprocess, data, rows, model["batch_size"], on_damaged)
    weights = load_arrays(checkpoints) if checkpoints else {}
    known = known_inputs(data, rows, weights.get("steps"))
    drawing, n_inputs = {"seed": seed, "inputs_of": name}, len(known.attributes)
    with replacing_folder(activations) as folder, threadpool_limits(1, "blas"):
        kept = {}
        for file, how in layers.items():
            groups = summed_groups(known, how["sums"], after_predictions=False, **drawing)
            options = {"whole": how["values"], "sums": groups, "tokens": how["tokens"]}
            kept[file] = KeptLayer(folder, file, how["name"], n_inputs, **options)
        run = NetworkPass(folder, kept, n_inputs)
        forward = opened.forward(list({each.layer: None for each in kept.values()}), preprocess)
        for number, _ in enumerate(opened.checkpoints(weights) if weights else [None]):
            run.run(forward, batches, first=number * len(rows))
        known = known._replace(**run.predictions(opened.class_names))
        later = {
            file: summed_groups(known, how["sums"], after_predictions=True, **drawing)
            for file, how in layers.items()
            if kept[file].has_maps
        }
        run.run_again(forward, batches, {file: groups for file, groups in later.items() if groups})
        run.close()
        save_inputs(folder / "inputs.npz", known, rows, run.read)


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
