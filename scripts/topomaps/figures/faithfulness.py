"""Faithfulness of the layouts, before and after the swarm."""

import matplotlib.pyplot as plt

from topomaps.common.words import CONDITIONS, measure_name
from topomaps.figures.panels import BEST_BELOW, draw_violins, worst_first
from topomaps.figures.style import PAGE_WIDTH

MEASURES = (
    "trustworthiness_5", "trustworthiness_10", "neighbor_preservation_5",
    "neighbor_preservation_10",
)  # fmt: skip


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
    scores = scores[scores["measure"].isin(MEASURES)]
    measures = [measure for measure in MEASURES if measure in set(scores["measure"])]
    conditions = list(scores["condition"].unique())
    order = worst_first(scores, lower_is_better=False)
    size = PAGE_WIDTH, len(conditions) * (0.75 + 0.14 * len(order)) + 0.3
    figure, axes = plt.subplots(
        len(conditions), len(measures), figsize=size, layout="constrained", squeeze=False,
        sharex="col", sharey=True,
    )  # fmt: skip
    for row, condition in zip(axes, conditions, strict=True):
        for each, measure in zip(row, measures, strict=True):
            chosen = (scores["condition"] == condition) & (scores["measure"] == measure)
            draw_violins(each, scores[chosen], order, measure_name(measure))
        row[0].set_title(CONDITIONS[condition], loc="left")
    figure.suptitle(
        f"Faithfulness of the layouts to their features; higher is better, {BEST_BELOW}"
    )
    return figure
