"""Score how faithful the layouts of all methods are, before and after the swarm."""

import pandas as pd
from threadpoolctl import threadpool_limits
from topomaps.common.files import load_arrays, save_table
from topomaps.common.logs import adapter_log
from topomaps.common.trials import one_per_trial
from topomaps.scores.faithfulness import faithfulness_of_trials
from topomaps.scores.tables import complete_table


def main(*, naps, layouts, scores, methods, keys, distances):
    """Write a tidy table of a block of trials; `layouts` has a file for each of `methods`."""
    draws = load_arrays(naps)
    tables = []
    for method, path in zip(methods, layouts, strict=True):
        layout = load_arrays(path)
        features = one_per_trial(draws, "features", layout["trials"])
        rows = faithfulness_of_trials(method, features, layout["positions"], distances)
        table = pd.DataFrame(rows).assign(method=method, **keys)
        tables.append(table.assign(trial=layout["trials"][table["trial"]]))
    save_table(scores, complete_table(pd.concat(tables)))


if __name__ == "__main__":
    with adapter_log(snakemake.log[0]), threadpool_limits(1):
        main(
            naps=snakemake.input.naps,
            layouts=snakemake.input.layouts,
            scores=snakemake.output.scores,
            keys={key: snakemake.wildcards[key] for key in ("experiment", "layer", "condition")},
            **snakemake.params.settings,
        )
