"""Run a network over a range of the inputs, keeping what an extraction by one job would keep."""

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import known_inputs
from topomaps.activations.exact_sums import inputs_of_block
from topomaps.activations.extraction_shards import check_shards, save_exact, save_shard
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import load_arrays, replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import kept_layers


def main(
    *, dataset, network, output, shard, n_shards, name, model, class_names, on_damaged, layers,
    seed, tensorflow_threads, checkpoints=None, saliency=None, gpus=0,
):  # fmt: skip
    """Write a folder: units, means or whole maps, outputs, and exact sums of each layer."""
    data = open_dataset(dataset)
    rows = data.rows("test")
    check_shards(len(rows), model["batch_size"], n_shards, name)

    from topomaps.activations import network_inputs as seen  # here, for Keras takes seconds

    opened, preprocess = seen.open_for_dataset(
        network, model, data, class_names, seed, tensorflow_threads, gpus
    )
    batches = seen.batches_for(opened, preprocess, data, rows, model["batch_size"], on_damaged)
    batches = batches.shard(shard, n_shards, inputs_of_block(model["batch_size"]))
    weights = load_arrays(checkpoints) if checkpoints else {}
    known = known_inputs(data, rows, weights.get("steps"))
    with replacing_folder(output) as folder, threadpool_limits(1, "blas"):
        names = {"seed": seed, "inputs_of": name, "batch_size": model["batch_size"]}
        kept = kept_layers(folder, layers, known, **names)
        run = NetworkPass(folder, kept, len(known.attributes))
        forward, batches = seen.pass_of(opened, preprocess, kept, batches, known, saliency)
        for number, _ in enumerate(opened.checkpoints(weights) if weights else [None]):
            run.run(forward, batches, first=number * len(rows))
        run.close_arrays()
        for file, each in kept.items():
            save_exact(folder, file, each.sums)
        save_shard(folder, run.read, opened.class_names, batches.report)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            network=snakemake.input.model[0] if snakemake.input.model else None,
            checkpoints=snakemake.input.checkpoints[0] if snakemake.input.checkpoints else None,
            output=snakemake.output.shard,
            name=snakemake.wildcards.dataset,
            gpus=snakemake.resources.get("gpu", 0),
            **snakemake.params.settings,
        )
