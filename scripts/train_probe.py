"""Train a linear probe of an attribute on half of the inputs, to stand in for outputs."""

import logging

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.effects.files import attribute_values, save_probe
from topomaps.effects.probe_fitting import fit_probe
from topomaps.groups.files import load_groups


def main(*, source, layer, network_layer, groups, probe, attribute, seed):
    """Write the probe, and how well it reads the attribute in the other half of the inputs."""
    values = np.asarray(open_layer_activations(**source, layer=layer).means[:])
    wanted = attribute_values(read_inputs(source["path"]), attribute)
    blocks = load_groups(groups).blocks
    with threadpool_limits(1, "blas"):
        found, held_out, quality = fit_probe(
            values, wanted, seed_for(seed, "probe", layer, attribute), blocks
        )
    logging.info(
        "%s from layer %s: %.1f %% right of %d inputs held out, where always the same value would "
        "be right in %.1f %%",
        attribute, layer, 100 * quality["accuracy"], quality["n"], 100 * quality["largest_share"],
    )  # fmt: skip
    save_probe(probe, found, held_out, layer, network_layer, attribute, quality)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            groups=snakemake.input.groups, probe=snakemake.output.probe,
            **snakemake.params.settings,
        )  # fmt: skip
