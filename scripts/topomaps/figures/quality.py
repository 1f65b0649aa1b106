"""Errors over their parameters, and distributions of their AUC (HHAI, Figure 4)."""

import matplotlib.pyplot as plt

from topomaps.figures.panels import draw_errors, draw_legend, of_images
from topomaps.figures.style import ARITHMETICS, CONDITIONS, method_color


def plot_quality(scores, arithmetic, color_of=method_color):
    """Curves and violins of both error measures in each condition.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores of one layer (columns of `topomaps.scores.tables`), empty cells as NaN.
    arithmetic : str
        A key of `ARITHMETICS`.
    color_of : function of a value of the column `method`

    Returns
    -------
    matplotlib.figure.Figure
    """
    scores = of_images(scores, arithmetic)
    conditions = list(scores["condition"].unique())
    n_methods = scores["method"].nunique()
    figure = plt.figure(
        figsize=(5.2 * len(conditions), 2 * (1.2 + 0.22 * n_methods)), layout="constrained"
    )
    parts = figure.subfigures(1, len(conditions), squeeze=False)[0]
    for part, condition in zip(parts, conditions, strict=True):
        part.suptitle(CONDITIONS[condition], fontsize=9)
        panels = part.subplots(2, 2)
        draw_errors(panels, scores, condition, color_of)
        for curves, _ in panels:
            draw_legend(curves)
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better", fontsize=9)
    return figure
