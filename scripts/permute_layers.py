"""Find how alike the maps of layers are by chance: under permuted groups, laid out anew."""

import logging

import numpy as np
import pandas as pd
from topomaps.activations.group_means import load_group_means
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import generator_for, seed_for
from topomaps.groups.files import load_groups
from topomaps.layouts.permuted_layers import shared_similarities, turned_similarity
from topomaps.maps.interpolation import MapGrid
from topomaps.profiles.permuted import permuted_profiles

COLUMNS = ["layer", "permutation", "similarity"]


def main(
    *, maps, groups, chance, layers, profiles, experiment, method, turn, layouts, permutations,
    resolution, seed,
):  # fmt: skip
    """Write the similarity of each layer but the first to it, under each permutation."""
    first, rows = load_arrays(maps), []
    layers, others = layers[1:], zip(groups[1:], profiles[1:], strict=True)
    kept = [_layer(load_groups(file), turn, **each) for file, each in others]
    layouts = {"quantile" if key == "graph_quantile" else key: layouts[key] for key in layouts}
    fields = MapGrid(first["positions"], resolution).interpolate(first["naps"])
    for number in range(permutations):
        names = (seed, "permuted", experiment, method, number)
        sampled = [
            permuted_profiles(generator=generator_for(*names, layer), **each)[1] if each else None
            for layer, each in zip(layers, kept, strict=True)
        ]
        if turn:
            how = {"method": method, "seed": seed_for(*names), "resolution": resolution, **layouts}
            found = [turned_similarity(fields, each, **how) if each else np.nan for each in sampled]
        else:
            naps = [first["naps"], *(each.naps for each in sampled)]
            found = shared_similarities(naps, seed_for(*names), resolution, **layouts)
        rows += [(layer, number, each) for layer, each in zip(layers, found, strict=True)]
    save_table(chance, pd.DataFrame(rows, columns=COLUMNS).dropna())


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
