"""Faithfulness of the layouts, before and after the swarm."""

import matplotlib.pyplot as plt

from topomaps.figures.panels import draw_violins
from topomaps.figures.style import CONDITIONS, FAITHFULNESS


def plot_faithfulness(scores):
    """Violins of trustworthiness and preserved neighbours in each condition.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores of one layer (columns of `topomaps.scores.tables`), empty cells as NaN. A base
        method is the state before the swarm of its hybrid.

    Returns
    -------
    matplotlib.figure.Figure
    """
    measures = [measure for measure in FAITHFULNESS if measure in set(scores["measure"])]
    conditions = list(scores["condition"].unique())
    n_methods = scores.loc[scores["measure"].isin(measures), "method"].nunique()
    figure, axes = plt.subplots(
        len(conditions),
        len(measures),
        figsize=(2.7 * len(measures), len(conditions) * (0.8 + 0.18 * n_methods)),
        layout="constrained",
        squeeze=False,
    )
    for row, condition in zip(axes, conditions, strict=True):
        for each, measure in zip(row, measures, strict=True):
            chosen = (scores["condition"] == condition) & (scores["measure"] == measure)
            draw_violins(each, scores[chosen], FAITHFULNESS[measure], lower_is_better=False)
        row[0].set_title(CONDITIONS[condition], loc="left")
    figure.suptitle("Faithfulness of the layouts to their features; higher is better", fontsize=9)
    return figure
