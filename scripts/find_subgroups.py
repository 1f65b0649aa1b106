"""Test of each group whether it is one population or two, and find the parts."""

import logging

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import input_names
from topomaps.common.files import save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.groups.factors import dependent_blocks
from topomaps.groups.labelled_inputs import read_labelled
from topomaps.statistics.subgroup_tables import (
    both_kinds,
    membership_table,
    neuron_table,
    subgroup_table,
)


def main(
    *, source, layers, labels, alpha, seed, subgroups, members, neurons, activations=None,
    dataset=None, missing=(), blocks=(),
):  # fmt: skip
    """Write tables of the groups, of the inputs' parts, and of the most distinctive neurons."""
    inputs, values = read_labelled(source, layers, labels, missing)
    own_seed = seed_for(seed, "subgroups", *labels["by"])
    depending = dependent_blocks(inputs.known, blocks)
    depending = None if depending is None else depending[inputs.rows]
    found = both_kinds(values, inputs.labels, seed=own_seed, level=alpha, blocks=depending)
    table = subgroup_table(found, values, inputs.labels, inputs.names)
    for sentence in table.loc[table["divided"], "reads"]:
        logging.info("%s", sentence)
    save_table(subgroups, table)
    names = input_names(source["path"], dataset, inputs.rows)
    save_table(members, membership_table(found, inputs.rows, inputs.labels, inputs.names, **names))
    save_table(neurons, neuron_table(found, inputs.names, layers))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(1):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
