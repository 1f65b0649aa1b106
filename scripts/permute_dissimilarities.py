"""Find which groups a layer sees alike by chance: dissimilarities under permuted groups."""

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import save_arrays
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for
from topomaps.groups.files import load_groups
from topomaps.profiles.permuted import permuted_profiles
from topomaps.statistics.dissimilarities import dissimilarity_matrix, of_given_groups


def main(
    *, source, layer, groups, chance, sampling, names, weighted, permutations,
):  # fmt: skip
    """Write the dissimilarities of all pairs of groups under each permutation."""
    values = open_layer_activations(**source, layer=layer).means
    inputs = load_groups(groups)
    how = {"pool_maps": True, "weighted": weighted}
    matrices = []
    for number in range(permutations):
        generator = generator_for(
            names["seed"], "dissimilarities", names["experiment"], layer, number
        )
        sampled, profiles = permuted_profiles(
            values, inputs, generator, sampling=sampling, features="naps", how=how, names=names
        )
        matrices.append(dissimilarity_matrix(of_given_groups(profiles.naps, sampled.kinds)))
    save_arrays(chance, dissimilarities=np.stack(matrices).astype(np.float32))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(1):
        main(
            groups=snakemake.input.groups,
            chance=snakemake.output.chance,
            **snakemake.params.settings,
        )
