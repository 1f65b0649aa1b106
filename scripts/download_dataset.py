"""Fetch one file of a dataset, from the mirror or its own addresses, and check it."""

import signal
import sys

from topomaps.common.logs import adapter_log
from topomaps.data.downloads import fetch
from topomaps.data.sources import source_named


def main(*, source, file, output, mirror="", data_dir=""):
    """Write the file named `file` of the source named `source` to `output`."""
    fetch(source_named(source), file, output, mirror=mirror or "", data_dir=data_dir or "")


if __name__ == "__main__":
    # What was received is removed also if the job is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with adapter_log(snakemake.log[0]):
        main(
            output=snakemake.output.file,
            # Not by params: where a file comes from does not change what it is, so that another
            # mirror is no reason to fetch the file again.
            mirror=snakemake.config.get("mirror", ""),
            data_dir=snakemake.config.get("data_dir", ""),
            **snakemake.params.settings,
        )
