"""Compute NAPs of groups of images from their means of activations."""

import numpy as np
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.profiles.drawn import DrawnProfiles, nap_arrays
from topomaps.profiles.naps import profiles_of_means


def main(*, activations, naps, layer, grouping, feature_maps):
    """Write NAPs, features and numbers of images, in the form of `compute_naps`, as one draw."""
    with np.load(activations, allow_pickle=False) as archive:
        means = archive[f"{layer}/{grouping}"]
        names, rows, counts = (archive[f"{key}/{grouping}"] for key in ("names", "rows", "counts"))
    values, features = profiles_of_means(means, feature_maps == "means")
    nobody = np.full(len(names), -1)  # these figures show no single person
    profiles = DrawnProfiles(values, features, counts, nobody)
    save_arrays(naps, **nap_arrays([profiles], names, rows, columns=names))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            activations=snakemake.input.activations,
            naps=snakemake.output.naps,
            layer=snakemake.wildcards.layer,
            **snakemake.params.settings,
        )
