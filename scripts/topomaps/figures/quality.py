"""Errors over their parameters, and distributions of their AUC (HHAI, Figure 4)."""

import matplotlib.pyplot as plt

from topomaps.common.words import ARITHMETICS, CONDITIONS
from topomaps.figures.panels import (
    BEST_BELOW,
    OF_METHODS,
    draw_errors,
    draw_legend,
    of_images,
    worst_first,
)
from topomaps.figures.style import PAGE_WIDTH

WIDTH = PAGE_WIDTH / 2  # inches, of a condition


def plot_quality(scores, arithmetic, look=OF_METHODS):
    """Curves and violins of both error measures in each condition.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores of one layer (columns of `topomaps.scores.tables`), empty cells as NaN.
    arithmetic : str
        A key of `ARITHMETICS`.
    look : topomaps.figures.panels.Look
        Of the values of the column `method`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scores = of_images(scores, arithmetic)
    conditions = list(scores["condition"].unique())
    order = worst_first(scores)
    size = WIDTH * len(conditions), 2 * (1.0 + 0.13 * len(order)) + 0.6
    figure, grid = plt.subplots(2, 2 * len(conditions), figsize=size, layout="constrained")
    for number, condition in enumerate(conditions):
        panels = grid[:, 2 * number : 2 * number + 2]
        draw_errors(panels, scores, condition, order, look)
        for curves, violins in panels:
            curves.set_ylabel("mean squared error")
            violins.set_title(CONDITIONS[condition])
            if number:  # the first condition has the same methods in the same lines
                violins.set_yticklabels([])
    draw_legend(figure, order, look)
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better, {BEST_BELOW}")
    return figure
