"""Run a network on from a layer with regions replaced, and with sets of as many other neurons."""

import logging

from threadpoolctl import threadpool_limits
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, load_table
from topomaps.common.logs import adapter_log
from topomaps.effects.controls import controls_for
from topomaps.effects.files import save_effect_sums
from topomaps.effects.judges import judge_of
from topomaps.effects.layer_effects import sums_of_layer
from topomaps.effects.layer_regions import layer_regions
from topomaps.effects.network_batches import checked_batches
from topomaps.groups.files import load_groups


def main(
    *, source, layer, groups, neurons, sums, effects, names, alpha, shard=0, n_shards=1,
    network_layer=None, network=None, dataset=None, named=None, region_layer=None, tests=None,
    probe=None, opening=None,
):  # fmt: skip
    """Write sums of what the network gives, of the inputs of a shard, and the regions."""
    stored, known = open_layer_activations(**source, layer=layer), read_inputs(source["path"])
    judge = judge_of(source["path"], known, load_groups(groups), probe, effects.get("probe"))
    if judge.layer == layer:
        values, run, batches = judge.of_layer(stored.means, shard, n_shards)
    else:
        from topomaps.effects.network_runs import network_run  # here, for Keras takes seconds

        values, run, batches = network_run(
            stored, source["path"], network, dataset, network_layer, judge.network_layer, opening,
            shard=shard, n_shards=n_shards,
        )  # fmt: skip
        batches, run = checked_batches(batches, run, judge.outputs, layer), judge.after(run)
    regions = layer_regions(
        values.shape[-1], load_table(neurons, dtype={"region": int}), effects["regions"],
        (named, region_layer) if region_layer else None,
        load_arrays(tests) if tests else None, alpha,
    )  # fmt: skip
    sets = {name: each.to_numpy() for name, each in regions.groupby("region", sort=False)["neuron"]}
    of_kinds = regions.groupby("kind")["region"].nunique()
    n_controls = controls_for(of_kinds.max(), effects.get("controls"))
    logging.info("%d regions, %d control sets each", len(sets), n_controls)
    with threadpool_limits(1, "blas"):
        found = sums_of_layer(
            run, batches, values, judge.inputs, sets, replace=effects["replace"],
            n_controls=n_controls, threshold=0.5, names=names,
        )  # fmt: skip
    save_effect_sums(sums, found, judge.inputs, regions)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            groups=snakemake.input.groups,
            neurons=snakemake.input.neurons,
            network=snakemake.input.model[0] if snakemake.input.get("model") else None,
            sums=snakemake.output.sums,
            **{key: snakemake.input.get(key) for key in ("dataset", "named", "tests", "probe")},
            **snakemake.params.settings,
        )
