"""How the runtime of layout methods grows with the number of neurons (HHAI, Figure 4C)."""

import numpy as np
import pandas as pd


def seconds_by_width(runtimes):
    """Seconds of each method and number of neurons, stages apart and in all.

    Medians and quartiles are what is shown: one busy second of a shared machine ruins a mean of
    ten. The mean is what the paper shows.

    Parameters
    ----------
    runtimes : pandas.DataFrame
        Columns method, n_neurons, repetition, stage (`base` or `swarm`), seconds.

    Returns
    -------
    pandas.DataFrame
        Columns method, stage (`base`, `swarm`, `total`), n_neurons, median, lower_quartile,
        upper_quartile, mean, min, max.
    """
    keys = ["method", "n_neurons", "repetition"]
    totals = runtimes.groupby(keys, sort=False)["seconds"].sum().reset_index()
    both = pd.concat([runtimes, totals.assign(stage="total")])
    seconds = both.groupby(["method", "stage", "n_neurons"], sort=False)["seconds"]
    quartiles = seconds.quantile([0.25, 0.5, 0.75]).unstack()
    quartiles.columns = ["lower_quartile", "median", "upper_quartile"]
    table = seconds.agg(["mean", "min", "max"]).join(quartiles).reset_index()
    return table[
        [*table.columns[:3], "median", "lower_quartile", "upper_quartile", "mean", "min", "max"]
    ]


def growth_exponents(table):
    """Exponent e of seconds ~ neurons**e, fitted on logarithmic axes over the wider half.

    Narrow layers are left out, where the time of small steps that every layer needs prevails.

    Parameters
    ----------
    table : pandas.DataFrame
        As of `seconds_by_width`.

    Returns
    -------
    pandas.DataFrame
        Columns method, stage, exponent (NaN with fewer than two widths), from_neurons, to_neurons,
        seconds (median at the widest layer).
    """
    widths = np.sort(table["n_neurons"].unique())
    fitted = widths[len(widths) // 2 :] if len(widths) > 3 else widths
    rows = []
    for (method, stage), part in table.groupby(["method", "stage"], sort=False):
        wide = part[part["n_neurons"].isin(fitted)].sort_values("n_neurons")
        logs = np.log(wide[["n_neurons", "median"]].to_numpy(dtype=float))
        exponent = np.polyfit(*logs.T, 1)[0] if len(wide) > 1 else np.nan
        rows.append((method, stage, exponent, fitted[0], fitted[-1], wide["median"].iloc[-1]))
    columns = ["method", "stage", "exponent", "from_neurons", "to_neurons", "seconds"]
    return pd.DataFrame(rows, columns=columns)
