"""Test experiments against each other over trials."""

import pandas as pd
from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.scores.comparison import compare_methods


def main(*, scores, tests):
    """Write a test for each pair; experiments draw their own inputs and are never paired."""
    options = {"dtype": {"group": str, "parameter": str}}
    table = pd.concat([load_table(path, **options) for path in scores])
    save_table(tests, compare_methods(table, between="experiment", paired_conditions=()))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(scores=snakemake.input.scores, tests=snakemake.output.tests)
