"""Collect the scores of an experiment, cut at its number of trials, and summarise them."""

import pandas as pd
from topomaps.common.files import load_table, save_table
from topomaps.common.logs import adapter_log
from topomaps.scores.comparison import summarise
from topomaps.scores.tables import complete_table, in_trial_order


def main(*, tables, scores, summary, trials):
    """Write one table of all scores and one of their distribution over trials."""
    parts = [load_table(path, dtype={"group": str, "parameter": str}) for path in tables]
    together = in_trial_order(complete_table(pd.concat(parts)))
    together = together[together["trial"] < trials]
    save_table(scores, together)
    save_table(summary, summarise(together))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]):
        main(
            tables=snakemake.input.scores,
            scores=snakemake.output.scores,
            summary=snakemake.output.summary,
            **snakemake.params.settings,
        )
