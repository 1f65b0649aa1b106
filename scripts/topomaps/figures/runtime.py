"""Runtime of the methods over the number of neurons (HHAI, Figure 4C)."""

import matplotlib.pyplot as plt

from topomaps.figures.panels import draw_legend
from topomaps.figures.style import PAGE_WIDTH, method_color, method_line

# Panel -> stage, and whether it is shown of base methods, of hybrids and of PSO and random.
PANELS = {
    "base layouts": ("base", ("base",)),
    "refinement by the swarm": ("swarm", ("hybrid", "swarm")),
    "in all": ("total", ("base", "hybrid", "swarm")),
}
HEIGHT = 3.2  # inches
FEW = 4  # numbers of neurons, which have room beside each other


def plot_runtime(seconds):
    """Median and quartiles of each method on logarithmic axes; stages apart, and in all.

    Parameters
    ----------
    seconds : pandas.DataFrame
        As of `topomaps.layouts.growth.seconds_by_width`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, grid = plt.subplots(
        1, 3, figsize=(PAGE_WIDTH, HEIGHT), layout="constrained", sharex=True, sharey=True
    )
    for axes, (title, (stage, kinds)) in zip(grid, PANELS.items(), strict=True):
        for method, rows in seconds[seconds["stage"] == stage].groupby("method", sort=False):
            if kind_of(method) in kinds:
                _draw_method(axes, method, rows)
        axes.set(xscale="log", yscale="log", title=title, xlabel="number of neurons")
    widths = sorted(seconds["n_neurons"].unique())
    grid[0].set_xticks(widths, [f"{width:,}" for width in widths])
    grid[0].set_ylabel("seconds per layout")
    grid[0].yaxis.set_major_formatter("{x:g}")
    for axes in grid:
        axes.tick_params(axis="x", rotation=0 if len(widths) <= FEW else 45)
        axes.minorticks_off()
    draw_legend(figure, dict.fromkeys(seconds["method"]))
    figure.suptitle("Lines: medians of the repetitions; bands: between their quartiles")
    return figure


def _draw_method(axes, method, rows):
    color = method_color(method)
    axes.plot(
        rows["n_neurons"], rows["median"], method_line(method), color=color, linewidth=1,
        marker=".", markersize=3,
    )  # fmt: skip
    quartiles = rows["lower_quartile"], rows["upper_quartile"]
    axes.fill_between(rows["n_neurons"], *quartiles, color=color, alpha=0.15, lw=0)


def kind_of(method):
    """Whether a method is a base method, a hybrid, or the swarm from random positions."""
    if method in ("PSO", "random"):
        return "swarm"
    return "hybrid" if method.endswith("_PSO") else "base"
