"""Collect the scores of an experiment, summarise them, and test its methods against each other."""

import pandas as pd
from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.scores.comparison import compare_methods, summarise
from topomaps.scores.tables import complete_table, in_trial_order


def main(*, tables, scores, summary, tests, trials):
    """Write a table of all scores, one of their distribution over trials, and one of tests."""
    parts = [load_table(path, dtype={"group": str, "parameter": str}) for path in tables]
    together = in_trial_order(complete_table(pd.concat(parts)))
    together = together[together["trial"] < trials]
    save_table(scores, together)
    save_table(summary, summarise(together))
    save_table(tests, compare_methods(together))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            tables=snakemake.input.scores,
            scores=snakemake.output.scores,
            summary=snakemake.output.summary,
            tests=snakemake.output.tests,
            **snakemake.params.settings,
        )
