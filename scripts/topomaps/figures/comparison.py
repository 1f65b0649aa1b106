"""Scores of several experiments against each other (HHAI, Figure 4D)."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from topomaps.common.words import ARITHMETICS, CONDITIONS
from topomaps.figures.panels import (
    BEST_BELOW,
    Look,
    draw_errors,
    draw_legend,
    of_images,
    worst_first,
)
from topomaps.figures.quality import plot_quality
from topomaps.figures.style import cell_width, letters, wrapped


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
    return plot_quality(together, arithmetic, Look(colors.get, str, lambda label: "-"))


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
    order = worst_first(pd.concat(tables.values()))
    width = cell_width(len(columns), largest=2.4)
    figure, grid = plt.subplots(
        4, len(columns), figsize=(width * len(columns), 8.4), layout="constrained", squeeze=False,
        sharex="row", sharey="row",
    )  # fmt: skip
    for number, (label, condition) in enumerate(columns):
        draw_errors((grid[:2, number], grid[2:, number]), tables[label], condition, order)
        heading = wrapped(f"{label}: {CONDITIONS[condition]}", letters(width))
        grid[0, number].set_title(f"{heading}\n\n{grid[0, number].get_title()}")
    for line in (0, 2):
        grid[line, 0].set_ylabel("mean squared error")
    draw_legend(figure, order)
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better, {BEST_BELOW}")
    return figure
