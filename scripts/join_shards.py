"""Join what a network made of ranges of the inputs to what one job would have written."""

from topomaps.activations.dataset_inputs import known_inputs, save_inputs
from topomaps.activations.extraction_shards import JoinedShards, add_exact
from topomaps.activations.group_means import SUFFIX, save_group_means
from topomaps.common.files import load_arrays, replacing_folder
from topomaps.common.logs import adapter_log
from topomaps.data.account import check_left_out
from topomaps.data.dataset import open_dataset
from topomaps.groups.summing import summed_groups


def main(
    *, dataset, shards, sums, activations, name, layers, seed, max_left_out=1.0, checkpoints=None
):
    """Write a folder as `extract_activations`, of the folders of all shards."""
    data = open_dataset(dataset)
    rows = data.rows("test")
    steps = load_arrays(checkpoints)["steps"] if checkpoints else None
    known = known_inputs(data, rows, steps)
    joined = JoinedShards(shards, len(known.attributes), len(rows))
    account = data.account.decoded(joined.report)
    check_left_out(account, max_left_out, name)
    with replacing_folder(activations) as folder:
        joined.join_arrays(folder)
        known = known._replace(**joined.predictions())
        for file, how in layers.items():
            if how["sums"] and joined.has_maps(file):
                groups = {}
                for after, folders in ((False, shards), (True, sums)):
                    found = summed_groups(
                        known, how["sums"], after_predictions=after, seed=seed, inputs_of=name
                    )
                    add_exact(folders, file, found)
                    groups |= found
                means = {analysis: each.result(joined.read) for analysis, each in groups.items()}
                save_group_means(folder / f"{file}{SUFFIX}", means)
        save_inputs(folder / "inputs.npz", known, rows, joined.read, account)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            dataset=snakemake.input.dataset,
            shards=snakemake.input.shards,
            sums=snakemake.input.sums,
            checkpoints=snakemake.input.checkpoints[0] if snakemake.input.checkpoints else None,
            activations=snakemake.output.activations,
            name=snakemake.wildcards.dataset,
            **snakemake.params.settings,
        )
