"""Scores of several experiments against each other (HHAI, Figure 4D)."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from topomaps.figures.panels import draw_errors, draw_legend, of_images
from topomaps.figures.quality import plot_quality
from topomaps.figures.style import ARITHMETICS, CONDITIONS


def plot_comparison(scores, arithmetic):
    """Experiments of a single method as rows of one figure, others side by side.

    Parameters
    ----------
    scores : dict
        Label -> tidy scores of an experiment.
    arithmetic : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    if any(table["method"].nunique() > 1 for table in scores.values()):
        return _plot_side_by_side(scores, arithmetic)
    together = pd.concat(table.assign(method=label) for label, table in scores.items())
    colors = dict(zip(scores, sns.color_palette("colorblind", len(scores)), strict=True))
    return plot_quality(together, arithmetic, colors.get)


def _plot_side_by_side(scores, arithmetic):
    """Curves and violins as of `plot_quality`, one column per experiment and condition.

    Parameters
    ----------
    scores : dict
        Label -> tidy scores of an experiment.
    arithmetic : str

    Returns
    -------
    matplotlib.figure.Figure
        The violins of a measure share their axis.
    """
    tables = {label: of_images(table, arithmetic) for label, table in scores.items()}
    columns = [
        (label, condition)
        for label, table in tables.items()
        for condition in table["condition"].unique()
    ]
    figure, grid = plt.subplots(
        4, len(columns), figsize=(2.9 * len(columns), 8.4), layout="constrained", squeeze=False,
        sharex="row", sharey=False,
    )  # fmt: skip
    for number, (label, condition) in enumerate(columns):
        grid[0, number].text(
            0.5, 1.22, f"{label}: {CONDITIONS[condition]}", ha="center", fontweight="bold",
            transform=grid[0, number].transAxes,
        )  # fmt: skip
        draw_errors((grid[:2, number], grid[2:, number]), tables[label], condition)
    for line in (0, 2):
        highest = max(axes.get_ylim()[1] for axes in grid[line])
        for axes in grid[line]:
            axes.set_ylim(0, highest)
    draw_legend(grid[0, 0])
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better", fontsize=9)
    return figure
