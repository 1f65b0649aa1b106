"""Run a network over all inputs once, keeping of each layer what its figures need."""

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import known_inputs, save_inputs
from topomaps.activations.network_pass import NetworkPass
from topomaps.activations.token_index import tokens_seen
from topomaps.common.files import load_arrays, replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.account import check_left_out
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import kept_layers, later_groups
from topomaps.models.layer_info import check_layers


def main(
    *, dataset, network, activations, name, model, class_names, on_damaged, layers, seed,
    tensorflow_threads, max_left_out=1.0, checkpoints=None, saliency=None, gpus=0,
):  # fmt: skip
    """Write a folder: inputs, predictions, and units, means, whole maps or sums of each layer."""
    from topomaps.activations import network_inputs as seen  # here, for Keras takes seconds

    data = open_dataset(dataset)
    rows = data.rows("test")
    opened, preprocess = seen.open_for_dataset(
        network, model, data, class_names, seed, tensorflow_threads, gpus
    )
    check_layers(opened, [how["name"] for how in layers.values()])
    batches = seen.batches_for(opened, preprocess, data, rows, model["batch_size"], on_damaged)
    weights = load_arrays(checkpoints) if checkpoints else {}
    known = known_inputs(data, rows, weights.get("steps"))
    tokens = tokens_seen(batches, layers, known, rows)
    known = tokens.known
    names = {"seed": seed, "inputs_of": name, "batch_size": model["batch_size"]}
    with replacing_folder(activations) as folder, threadpool_limits(1, "blas"):
        kept = kept_layers(folder, layers, known, tokens.of_texts, **names)
        of_tokens = tokens.of_texts if tokens.are_inputs else None
        run = NetworkPass(folder, kept, len(known.attributes), of_tokens)
        forward, batches = seen.pass_of(opened, preprocess, kept, batches, known, saliency)
        for number, _ in enumerate(opened.checkpoints(weights) if weights else [None]):
            run.run(forward, batches, first=number * len(rows))
        account = tokens.counted(data.account.decoded(batches.report))
        check_left_out(account, max_left_out, name)
        known = known._replace(**run.predictions(opened.class_names))
        of_maps = {file: how for file, how in layers.items() if kept[file].has_maps}
        run.run_again(forward, batches, later_groups(of_maps, known, **names))
        run.close()
        save_inputs(folder / "inputs.npz", known, tokens.rows, run.read, account, tokens.arrays)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            network=snakemake.input.model[0] if snakemake.input.model else None,
            checkpoints=snakemake.input.get("checkpoints"),
            activations=snakemake.output.activations,
            name=snakemake.wildcards.dataset,
            gpus=snakemake.resources.get("gpu", 0),
            **snakemake.params.settings,
        )
