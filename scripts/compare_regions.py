"""Test whether named regions respond to groups by more than chance, and find what excites them."""

import logging

import numpy as np
from threadpoolctl import threadpool_limits
from topomaps.activations.inputs import read_inputs
from topomaps.activations.layer import open_layer_activations
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.groups.files import load_groups
from topomaps.maps.named_regions import named_region_table, read_named_regions, shown_groups
from topomaps.maps.region_inputs import named_inputs, region_activations, top_of_sets
from topomaps.statistics.grouped_inputs import separation_of_groups
from topomaps.statistics.missing_nuisance import hint_on_nuisance

OF_DISCOVERY = "p is too small: the region was found in these inputs"


def main(
    *, source, layer, naps, groups, named, regions, examples, region_layer, by,
    permutations, n_inputs, seed, discovery="same",
):  # fmt: skip
    """Write a table of the regions in each group, and one of the inputs that excite them most."""
    profiles, inputs = load_arrays(naps), load_groups(groups)
    values = open_layer_activations(**source, layer=layer).means
    found = read_named_regions(named, region_layer, values.shape[1])
    means = region_activations(values, list(found.values()))
    test = None
    if found and by != ["checkpoint"]:
        seed = seed_for(seed, "regions", layer, *by)
        test = separation_of_groups(means, inputs, seed=seed, n_permutations=permutations)
    names, kinds = (profiles[key].tolist() for key in ("groups", "kinds"))
    table = named_region_table(found, profiles["naps"][0], names, kinds, test)
    shown = shown_groups(named, region_layer)
    known = read_inputs(source["path"])
    words = np.where(table["p"].notna() & (discovery == "same"), OF_DISCOVERY, "")
    missing = np.full(len(table), "", dtype=object)
    within = inputs.grouping.members, inputs.strata
    for place, name in enumerate(found):
        own = (table["region"] == name) & table["p"].notna()
        hint = hint_on_nuisance(means[:, [place]], table["p"][own], known.attributes, *within)
        if hint:
            logging.warning("%s, region %s: %s", named, name, hint.sentence)
            words, missing[own] = np.where(own, hint.sentence, words), hint.attribute
    found_in = table["region"].map(shown)
    table = table.assign(
        found_in=found_in, discovery=discovery, missing_nuisance=missing, note=words
    )
    save_table(regions, table)
    top = top_of_sets([means], [(region,) for region in found], ["region"], n_inputs)
    save_table(examples, named_inputs(top, known))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(snakemake.threads):
        main(
            naps=snakemake.input.naps,
            groups=snakemake.input.groups,
            named=snakemake.input.named,
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
