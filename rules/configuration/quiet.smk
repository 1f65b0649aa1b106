"""Lists of layers without Snakemake's own words about the run; warnings and errors stay.

input:  the command line, for Snakemake tells a workflow's targets only after it was read
output: the level of Snakemake's log
"""

import logging
import sys

if "list_layers" in sys.argv and not {"-n", "--dry-run", "--dryrun"} & {*sys.argv}:
    logger.setLevel(logging.WARNING)
