"""Time every layout method on the NAPs of layers of several widths, alone on the machine."""

import logging

import pandas as pd
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.layouts.runtimes import time_methods


def main(*, naps, runtimes, **settings):
    """Write the seconds of each method, number of neurons and repetition."""
    tables = []
    for features in load_arrays(naps).values():
        logging.info("%d neurons", len(features))
        tables.append(time_methods(features, **settings))
    save_table(runtimes, pd.concat(tables))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            naps=snakemake.input.naps,
            runtimes=snakemake.output.runtimes,
            **snakemake.params.settings,
        )
