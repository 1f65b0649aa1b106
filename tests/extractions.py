"""Extractions by the adapters, in one job and in shards."""

import extract_activations
import extract_shard
import join_shards
import sum_shard


def kept(name, **changes):
    """What is kept of a layer."""
    return {"name": name, "tokens": None, "values": False, "sums": {}, **changes}


SETTINGS = {
    "name": "d", "model": {"batch_size": 16}, "class_names": "labels", "on_damaged": "skip",
    "seed": 0, "tensorflow_threads": 2,
}  # fmt: skip


def extract(dataset, network, folder, layers, **changes):
    """Run the adapter with changed settings; the folder that it writes."""
    layers = {name: kept(name) for name in layers} if isinstance(layers, list) else layers
    extract_activations.main(
        dataset=dataset,
        network=network,
        activations=folder,
        layers=layers,
        **{**SETTINGS, **changes},
    )
    return folder


def extract_in_shards(n_shards, dataset, network, folder, layers, checkpoints=None, **changes):
    """Run the adapters of shards, the last one first; the folder that they write."""
    limit = {"max_left_out": changes.pop("max_left_out", 1.0)}
    settings = {**SETTINGS, "layers": layers, **changes}
    stages = {"dataset": dataset, "network": network, "n_shards": n_shards, **settings}
    shards, sums = ([folder / f"{stage}{n}" for n in range(n_shards)] for stage in ("of", "sums"))
    for n in reversed(range(n_shards)):
        extract_shard.main(output=shards[n], shard=n, checkpoints=checkpoints, **stages)
    if checkpoints is None:
        for n in reversed(range(n_shards)):
            sum_shard.main(output=sums[n], shard=n, shards=shards, **stages)
    joining = {key: settings[key] for key in ("name", "layers", "seed")}
    join_shards.main(
        dataset=dataset, shards=shards, sums=[] if checkpoints else sums, checkpoints=checkpoints,
        activations=folder / "joined", **joining, **limit,
    )  # fmt: skip
    return folder / "joined"


def content(folder):
    """Bytes of all files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
