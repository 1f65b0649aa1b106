"""What effects are seen in: the outputs of a network, or those of a probe of one of its layers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from topomaps.activations.array_files import open_file
from topomaps.activations.layer_lists import OUTPUTS
from topomaps.effects.files import attribute_values, load_probe
from topomaps.effects.group_sums import Inputs
from topomaps.effects.layer_effects import batch_size
from topomaps.effects.network_batches import StoredBatches
from topomaps.effects.network_outputs import inputs_of_network, inputs_of_probe


class Judge(NamedTuple):
    """What effects are seen in.

    Attributes
    ----------
    inputs : topomaps.effects.group_sums.Inputs
    outputs : array-like, shape (n, C), or None
        Of the network, as stored; None of a probe.
    probe : callable or None
        Activations (m, ..., D) of the layer that it reads -> outputs (m, C).
    layer, network_layer : str or None
        That the probe reads: its file, and its name in the network.
    """

    inputs: Inputs
    outputs: Any
    probe: Callable | None
    layer: str | None
    network_layer: str | None

    def after(self, run):
        """Function from what `run` takes to outputs."""
        if self.probe is None:
            return run
        return lambda values, inputs: self.probe(run(values, inputs))

    def of_layer(self, means, shard, n_shards):
        """Activations, function to outputs, and batches, where the probe reads the layer itself.

        Of feature maps, the probe reads the means, so that these are all that counts.
        """
        batches = StoredBatches(means, batch_size(means.shape[1:]), shard, n_shards)
        return means, lambda values, _: self.probe(values), batches


def judge_of(folder, known, grouped, probe=None, attribute=None):
    """The judge of activations in a folder.

    Parameters
    ----------
    folder : path-like
    known : topomaps.activations.inputs.InputTable
    grouped : topomaps.groups.files.GroupedInputs
    probe : path-like, optional
        As of `topomaps.effects.files.save_probe`.
    attribute : str, optional
        That it reads.

    Raises
    ------
    ValueError
        If there is neither a probe nor outputs.
    """
    if probe is not None:
        stored = load_probe(probe)
        values = attribute_values(known, attribute)
        inputs = inputs_of_probe(grouped, stored.probe, values, stored.held_out)
        return Judge(inputs, None, stored.probe, stored.layer, stored.network_layer)
    file = Path(folder) / f"{OUTPUTS}.npy"
    if not file.is_file():
        raise ValueError(
            f"{folder} has no outputs of the network, so that there is nothing to see an effect "
            "in; name an attribute by `effects: {probe: …}`, which a linear probe reads from its "
            "last layer"
        )
    outputs = open_file(file)
    return Judge(
        inputs_of_network(grouped, known, outputs.shape[1]), outputs, None, None, None
    )  # fmt: skip
