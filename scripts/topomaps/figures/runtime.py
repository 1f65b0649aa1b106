"""Runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

import matplotlib.pyplot as plt

from topomaps.figures.style import method_color

# Panel -> stage, and whether it is shown of base methods, of hybrids and of PSO and random.
PANELS = {
    "base layouts": ("base", ("base",)),
    "refinement by the swarm": ("swarm", ("hybrid", "swarm")),
    "in all": ("total", ("hybrid", "swarm")),
}
BELOW = 0.5, -0.3  # of the legends: below the axes, where they cover no curve


def plot_runtime(means, growth):
    """Mean runtime and range of each method on logarithmic axes; stages apart, and in all.

    Parameters
    ----------
    means : pandas.DataFrame
        As of `topomaps.layouts.growth.mean_seconds`.
    growth : pandas.DataFrame
        As of `topomaps.layouts.growth.growth_exponents`; the exponents stand in the legends.

    Returns
    -------
    matplotlib.figure.Figure
    """
    exponents = growth.set_index(["method", "stage"])["exponent"]
    figure, grid = plt.subplots(
        1, 3, figsize=(11, 4.6), layout="constrained", sharex=True, sharey=True
    )
    for axes, (title, (stage, kinds)) in zip(grid, PANELS.items(), strict=True):
        for method, rows in means[means["stage"] == stage].groupby("method", sort=False):
            if kind_of(method) in kinds:
                label = f"{method}: {_power(exponents[method, stage])}"
                color = method_color(method)
                style = "-" if kind_of(method) == "hybrid" else "--"
                axes.plot(
                    rows["n_neurons"], rows["mean"], style, color=color, marker=".", label=label
                )
                axes.fill_between(
                    rows["n_neurons"], rows["min"], rows["max"], color=color, alpha=0.15, lw=0
                )
        if axes.lines:
            axes.legend(
                frameon=False, fontsize=6, loc="upper center", bbox_to_anchor=BELOW, ncols=2
            )
        axes.set(xscale="log", yscale="log", title=title, xlabel="number of neurons")
    widths = sorted(means["n_neurons"].unique())
    grid[0].set_xticks(widths, [f"{width:,}" for width in widths])
    grid[0].set_ylabel("seconds per layout")
    grid[0].yaxis.set_major_formatter("{x:g}")
    for axes in grid:
        axes.tick_params(axis="x", rotation=45)
        axes.minorticks_off()
    start = f"{growth['from_neurons'].iloc[0]:,}" if len(growth) else ""
    figure.suptitle(f"Mean and range of repetitions; growth with the neurons n from {start} on")
    return figure


def kind_of(method):
    """Whether a method is a base method, a hybrid, or the swarm from random positions."""
    if method in ("PSO", "random"):
        return "swarm"
    return "hybrid" if method.endswith("_PSO") else "base"


def _power(exponent):
    return f"n^{exponent:.1f}" if exponent == exponent else "n: one width"
