"""Find inputs whose label is probably wrong, by all layers and the network's outputs together."""

import logging
from pathlib import Path

from threadpoolctl import threadpool_limits
from topomaps.activations.dataset_inputs import input_names
from topomaps.activations.stored_arrays import open_outputs
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.seeds import seed_for
from topomaps.groups.factors import dependent_blocks
from topomaps.groups.labelled_inputs import label_probabilities, read_labelled
from topomaps.statistics.suspect_tables import expected_table, named_suspects
from topomaps.statistics.suspicious_inputs import suspicious_inputs


def main(
    *, source, layers, labels, seed, suspects, expected, folds=False, blocks=(),
    activations=None, dataset=None, missing=(),
):  # fmt: skip
    """Write the inputs, the most suspicious first, how many are wrong, and the verdict on all."""
    inputs, values = read_labelled(source, layers, labels, missing)
    path, depending = Path(source["path"]), dependent_blocks(inputs.known, blocks)
    judged = {
        "probabilities": label_probabilities(inputs, open_outputs(path)),
        "folds": load_arrays(path / "folds.npz")["folds"][inputs.rows] if folds else None,
        "blocks": None if depending is None else depending[inputs.rows],
        "seed": seed_for(seed, "suspicious inputs", *labels["by"]),
    }
    found = suspicious_inputs(values, inputs.labels, **judged)
    numbers = expected_table(found)
    logging.info("%s", numbers["verdict"].iloc[0])
    names = input_names(path, dataset, inputs.rows)
    save_table(suspects, named_suspects(found, inputs.rows, inputs.names, **names))
    save_table(expected, numbers)


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(1):
        main(
            **dict(snakemake.input.items()),
            **dict(snakemake.output.items()),
            **snakemake.params.settings,
        )
