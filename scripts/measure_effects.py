"""Tell what regions do to what a network gives for each group, beside sets of as many neurons."""

import pandas as pd
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log
from topomaps.effects.effect_tables import corrected_over_regions, effect_table
from topomaps.effects.files import TABLE_COLUMNS, load_effect_sums
from topomaps.effects.layer_regions import KEYS


def main(*, sums, effects, neurons):
    """Write tables of the effects in a layer and of its regions, from the sums of all shards."""
    total, inputs, regions = load_effect_sums(sums)
    tables = []
    for place, (keys, own) in enumerate(regions.groupby(KEYS, sort=False)):
        table = effect_table(inputs, total, place, len(own))
        tables.append(table.assign(**dict(zip(KEYS, keys, strict=True))))
    table = corrected_over_regions(pd.concat(tables, ignore_index=True))
    save_table(effects, table[list(TABLE_COLUMNS)])
    save_table(neurons, regions)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(**dict(snakemake.input.items()), **dict(snakemake.output.items()))
