"""A network of the workflow, opened to run on from a layer."""

from pathlib import Path

import numpy as np

from topomaps.activations import network_inputs as seen
from topomaps.common.files import load_arrays
from topomaps.data.dataset import open_dataset
from topomaps.effects.layer_effects import batch_size
from topomaps.effects.network_batches import SeenBatches, StoredBatches
from topomaps.models.layer_info import layer_called
from topomaps.models.preprocessing import Preprocessing


def network_run(stored, folder, file, dataset, layer, target, opening, shard=0, n_shards=1):
    """What runs on from a layer, and batches of its activations.

    Parameters
    ----------
    stored : topomaps.activations.layer.LayerActivations
    folder : path-like
        Of the activations, whose inputs these are.
    file : path-like or None
        Of the network.
    dataset : path-like
    layer : str
        In the network.
    target : str or None
        Layer that is read in place of predictions.
    opening : dict
        `model`, `class_names`, `seed` and `threads`, as of `open_for_dataset`.
    shard, n_shards : int

    Returns
    -------
    values : array-like, shape (n, ..., N)
        Activations of all inputs; of tokens (n, 1, N), what stands for them.
    run : callable
    batches : iterable
        As of `topomaps.effects.layer_effects.sums_of_layer`.
    """
    data, model = open_dataset(dataset), opening["model"]
    network, preprocess = seen.open_for_dataset(
        file, model, data, opening["class_names"], opening["seed"], opening["threads"]
    )
    network.resolve_shapes()
    own = preprocess if isinstance(preprocess, Preprocessing) else None
    rest = network.remainder(layer, target, own)
    values = stored.values if stored.values is not None else stored.means
    shape = layer_called(network, layer).shape
    has_tokens = values.ndim == 2 and shape is not None and len(shape) > 1
    if not (rest.needs_inputs or has_tokens):
        size = batch_size(values.shape[1:])
        return values, rest.run, StoredBatches(values, size, shard, n_shards)
    places = load_arrays(Path(folder) / "inputs.npz")["rows"]
    size = model["batch_size"]
    batches = seen.batches_for(network, preprocess, data, places, size, "refuse")
    batches = batches.shard(shard, n_shards, size)
    if not has_tokens:
        return values, rest.run, SeenBatches(batches, values)
    forward = network.forward([layer], own, outputs=False)
    return _with_one_token(values), rest.run, SeenBatches(batches, None, forward, layer)


def _with_one_token(values):
    """Values (n, N) as of one token each (n, 1, N), to be put in the place of all tokens."""
    return np.asarray(values)[:, None]
