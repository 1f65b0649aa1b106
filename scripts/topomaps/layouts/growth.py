"""How the runtime of layout methods grows with the number of neurons (HHAI, Figure 4C)."""

import numpy as np
import pandas as pd


def mean_seconds(runtimes):
    """Mean seconds of each method and number of neurons, stages apart and in all.

    Parameters
    ----------
    runtimes : pandas.DataFrame
        Columns method, n_neurons, repetition, stage (`base` or `swarm`), seconds.

    Returns
    -------
    pandas.DataFrame
        Columns method, stage (`base`, `swarm`, `total`), n_neurons, mean, min, max.
    """
    keys = ["method", "n_neurons", "repetition"]
    totals = runtimes.groupby(keys, sort=False)["seconds"].sum().reset_index()
    both = pd.concat([runtimes, totals.assign(stage="total")])
    seconds = both.groupby(["method", "stage", "n_neurons"], sort=False)["seconds"]
    return seconds.agg(["mean", "min", "max"]).reset_index()


def growth_exponents(means):
    """Exponent e of seconds ~ neurons**e, fitted on logarithmic axes over the wider half.

    Narrow layers are left out, where the time of small steps that every layer needs prevails.

    Parameters
    ----------
    means : pandas.DataFrame
        As of `mean_seconds`.

    Returns
    -------
    pandas.DataFrame
        Columns method, stage, exponent (NaN with fewer than two widths), from_neurons, to_neurons,
        seconds (mean at the widest layer).
    """
    widths = np.sort(means["n_neurons"].unique())
    fitted = widths[len(widths) // 2 :] if len(widths) > 3 else widths
    rows = []
    for (method, stage), part in means.groupby(["method", "stage"], sort=False):
        wide = part[part["n_neurons"].isin(fitted)].sort_values("n_neurons")
        logs = np.log(wide[["n_neurons", "mean"]].to_numpy(dtype=float))
        exponent = np.polyfit(*logs.T, 1)[0] if len(wide) > 1 else np.nan
        rows.append((method, stage, exponent, fitted[0], fitted[-1], wide["mean"].iloc[-1]))
    columns = ["method", "stage", "exponent", "from_neurons", "to_neurons", "seconds"]
    return pd.DataFrame(rows, columns=columns)
