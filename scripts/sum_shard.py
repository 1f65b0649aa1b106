"""Sum the feature maps of a range of the inputs in groups that the predictions of all decide."""

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import known_inputs
from topomaps.activations.exact_sums import inputs_of_block
from topomaps.activations.extraction import KeptLayer
from topomaps.activations.extraction_shards import JoinedShards, save_exact
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import later_groups


def main(
    *, dataset, network, shards, output, shard, n_shards, name, model, class_names, on_damaged,
    layers, seed, tensorflow_threads, saliency=None, gpus=0,
):  # fmt: skip
    """Write a folder of exact sums; an empty one where no layer has feature maps."""
    data = open_dataset(dataset)
    rows = data.rows("test")
    joined = JoinedShards(shards, len(rows), len(rows))
    known = known_inputs(data, rows)._replace(**joined.predictions())
    names = {"seed": seed, "inputs_of": name, "batch_size": model["batch_size"]}
    of_maps = {file: how for file, how in layers.items() if joined.has_maps(file)}
    groups = later_groups(of_maps, known, **names)
    with replacing_folder(output) as folder, threadpool_limits(1, "blas"):
        if not groups:
            return

        from topomaps.activations import network_inputs as seen  # here, for Keras takes seconds

        opened, preprocess = seen.open_for_dataset(
            network, model, data, class_names, seed, tensorflow_threads, gpus
        )
        batches = seen.batches_for(opened, preprocess, data, rows, model["batch_size"], on_damaged)
        kept = {
            file: KeptLayer(folder, file, how["name"], len(rows), tokens=how["tokens"])
            for file, how in layers.items()
        }
        # All layers of the first run, for another graph might give other bits.
        forward, batches = seen.pass_of(opened, preprocess, kept, batches, known, saliency)
        run = NetworkPass(folder, kept, len(rows))
        batches = batches.shard(shard, n_shards, inputs_of_block(model["batch_size"]))
        run.run_again(forward, batches, groups)
        for file, each in groups.items():
            save_exact(folder, file, each)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            network=snakemake.input.model[0] if snakemake.input.model else None,
            shards=snakemake.input.shards,
            output=snakemake.output.sums,
            name=snakemake.wildcards.dataset,
            gpus=snakemake.resources.get("gpu", 0),
            **snakemake.params.settings,
        )
