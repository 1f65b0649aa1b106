"""What a network predicts for each group: accuracy, and the share of each predicted class."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.ticker import PercentFormatter

MAX_CLASSES = 12
ROW_INCHES = 0.2


def plot_outcomes(outcomes, title):
    """Show accuracy and shares of predicted classes with their intervals, a line for each group.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        As of `topomaps.groups.outcomes.outcome_table`; groups without inputs are left out.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
        One panel for the accuracy, where it is known, and one for each predicted class, the most
        frequent twelve.
    """
    outcomes = outcomes[outcomes["n"] > 0]
    shares = outcomes[outcomes["measure"] == "predicted"]
    groups = list(dict.fromkeys(shares["group"]))
    frequent = shares.groupby("predicted", sort=False)["count"].sum().nlargest(MAX_CLASSES).index
    panels = {f"predicted: {name}": shares[shares["predicted"] == name]
              for name in dict.fromkeys(shares["predicted"]) if name in frequent}  # fmt: skip
    accuracy = outcomes[outcomes["measure"] == "accuracy"]
    if len(accuracy):
        panels = {"accuracy": accuracy, **panels}
    n_columns = min(len(panels), 4)
    n_lines = -(-len(panels) // n_columns)
    height = (ROW_INCHES * len(groups) + 0.7) * n_lines + 0.4
    figure, all_axes = plt.subplots(
        n_lines, n_columns, figsize=(2.1 * n_columns + 1, height), layout="constrained",
        squeeze=False, sharey=True,
    )  # fmt: skip
    figure.suptitle(f"{title}\nshare of the inputs of each group, with 95 % intervals", fontsize=9)
    colors = sns.color_palette("colorblind", 2)
    for axes, (name, rows) in zip(all_axes.flat, panels.items(), strict=False):
        _draw_panel(axes, rows.set_index("group").reindex(groups), colors[name == "accuracy"])
        axes.set_title(name)
    for axes in all_axes.flat[len(panels) :]:
        axes.set_axis_off()
    return figure


def _draw_panel(axes, rows, color):
    places = np.arange(len(rows))
    spans = rows["share"] - rows["low"], rows["high"] - rows["share"]
    axes.errorbar(
        rows["share"], places, xerr=np.clip(spans, 0, None), fmt="o", color=color, markersize=4,
        linewidth=1,
    )  # fmt: skip
    axes.set_yticks(places, rows.index, fontsize=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-0.03, 1.05)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(axis="x", color="0.9")
