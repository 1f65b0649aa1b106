"""Put the tests of all layers into one table of separation and one of pairs."""

import pandas as pd
from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log


def main(*, parts, table):
    """Write one table from the tables of single layers, in the order of the layers."""
    save_table(table, pd.concat([load_table(part) for part in parts]))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        for kind in ("separation", "pairs"):
            main(parts=snakemake.input[kind], table=snakemake.output[kind])
