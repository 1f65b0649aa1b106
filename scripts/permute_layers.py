"""Find how alike the maps of layers are by chance: under permuted groups, laid out anew."""

import logging

from topomaps.activations.group_means import load_group_means
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.groups.files import load_groups
from topomaps.layouts.permuted_layers import similarities_by_chance


def main(
    *, maps, groups, chance, layers, profiles, experiment, method, turn, layouts, permutations,
    resolution, seed,
):  # fmt: skip
    """Write the similarity of each layer but the first to it, under each permutation."""
    others = zip(layers[1:], groups[1:], profiles[1:], strict=True)
    kept = {layer: _layer(load_groups(file), turn, **each) for layer, file, each in others}
    table = similarities_by_chance(
        load_arrays(maps), kept, method=method, turn=turn, names=(seed, "permuted", experiment),
        permutations=permutations, resolution=resolution, layouts=layouts,
    )  # fmt: skip
    save_table(chance, table)


def _layer(
    inputs, turn, *, source, layer, sampling, features, how, names, features_path=None,
):  # fmt: skip
    """What `permuted_profiles` needs of a layer; None, with a warning, where it is not kept."""
    stored = open_layer_activations(**source, layer=layer)
    pool_maps = how["pool_maps"] or not turn  # shared layouts are of NAPs alone
    of_group = (source["path"], layer, names["experiment"])
    if not pool_maps and load_group_means(*of_group) is not None:
        logging.warning("%s: only sums of its feature maps are kept, so no chance level", layer)
        return None
    others = {}
    if features_path is not None and turn:
        of_features = open_layer_activations(**{**source, "path": features_path}, layer=layer)
        others = {"feature_values": _chosen(of_features, pool_maps)}
    return {
        **others,
        "values": _chosen(stored, pool_maps),
        "inputs": inputs,
        "sampling": sampling,
        "features": features,
        "how": {**how, "pool_maps": pool_maps},
        "names": names,
    }


def _chosen(stored, pool_maps):
    """Whole activations, or the means of feature maps."""
    return stored.means if pool_maps or stored.values is None else stored.values


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            maps=snakemake.input.maps,
            groups=snakemake.input.groups,
            chance=snakemake.output.chance,
            **snakemake.params.settings,
        )
