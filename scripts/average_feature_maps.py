"""Average feature maps and name the group of each input, as the tests need them."""

import numpy as np
import pandas as pd
from topomaps.activations.chunks import mean_chunks
from topomaps.activations.inputs import check_length, read_inputs
from topomaps.activations.stored_arrays import open_layer
from topomaps.common.files import save_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.groups.own_groups import own_groups


def main(*, activations, inputs, output, table, layer, groups):
    """Write the activations of the inputs that belong to a group, and group and attributes."""
    values, known = open_layer(activations, layer), read_inputs(inputs)
    check_length(inputs, known, layer, len(values))
    grouping = own_groups(known, **groups)
    used = np.flatnonzero(grouping.members >= 0)
    means = np.concatenate([each.astype(np.float32) for each in mean_chunks(values, used)])
    attributes = {name: column.iloc[used].fillna("") for name, column in known.attributes.items()}
    names = np.array(grouping.names)[grouping.members[used]]
    save_arrays(output, **{f"{layer}/channel_means": means})
    save_table(table, pd.DataFrame({**attributes, "group": names}))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            activations=snakemake.input.activations,
            inputs=snakemake.input.inputs,
            output=snakemake.output.activations,
            table=snakemake.output.table,
            layer=snakemake.wildcards.layer,
            **snakemake.params.settings,
        )
