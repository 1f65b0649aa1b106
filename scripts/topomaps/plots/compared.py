"""Scores of several experiments against each other (HHAI, Figure 4D)."""

import pandas as pd
import seaborn as sns

from topomaps.plots.quality import plot_quality, plot_side_by_side


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
        return plot_side_by_side(scores, arithmetic)
    together = pd.concat(table.assign(method=label) for label, table in scores.items())
    colors = dict(zip(scores, sns.color_palette("colorblind", len(scores)), strict=True))
    return plot_quality(together, arithmetic, colors.get)
