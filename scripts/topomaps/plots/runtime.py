"""Runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

import matplotlib.pyplot as plt

from topomaps.plots.style import method_color


def plot_runtime(runtimes):
    """Mean runtime and range of each method, on logarithmic axes.

    Parameters
    ----------
    runtimes : pandas.DataFrame
        Columns method, n_neurons, repetition, stage (`base` or `swarm`), seconds.

    Returns
    -------
    matplotlib.figure.Figure
    """
    keys = ["method", "n_neurons", "repetition"]
    totals = runtimes.groupby(keys, sort=False)["seconds"].sum()
    summary = totals.groupby(["method", "n_neurons"], sort=False).agg(["mean", "min", "max"])
    figure, axes = plt.subplots(figsize=(5.5, 3.6), layout="constrained")
    for method in runtimes["method"].unique():
        rows = summary.loc[method]
        line = "-" if method.endswith("_PSO") else "--"
        color = method_color(method)
        axes.plot(rows.index, rows["mean"], line, color=color, marker=".", label=method)
        axes.fill_between(rows.index, rows["min"], rows["max"], color=color, alpha=0.15, lw=0)
    widths = sorted(runtimes["n_neurons"].unique())
    axes.set(xscale="log", yscale="log", xlabel="number of neurons", ylabel="seconds per layout")
    axes.set_xticks(widths, [f"{width:,}" for width in widths])
    axes.minorticks_off()
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    repetitions = runtimes["repetition"].nunique()
    axes.set_title(f"Runtime, mean and range of {repetitions} repetitions")
    return figure
