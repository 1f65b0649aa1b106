"""Curves and violins of scores, the panels of several figures."""

import seaborn as sns

from topomaps.figures.style import MEASURES, method_color

AUC_LABEL = "AUC of the error"


def draw_errors(panels, scores, condition, color_of=method_color):
    """Curves and violins of both error measures in one condition.

    Parameters
    ----------
    panels : sequence of two pairs of matplotlib.axes.Axes
        For curves and violins, one pair for each measure.
    scores : pandas.DataFrame
        As of `of_images`.
    condition : str
    color_of : function of a value of the column `method`
    """
    for (curves, violins), measure in zip(panels, MEASURES, strict=True):
        rows = scores[(scores["condition"] == condition) & (scores["measure"] == measure)]
        draw_curves(curves, rows, measure, color_of)
        draw_violins(violins, rows, color_of=color_of)


def draw_legend(axes):
    """Name the methods in a panel of curves."""
    axes.legend(fontsize=5.5, frameon=False, handlelength=2.5)


def of_images(scores, arithmetic):
    """Image errors in one arithmetic, averaged over groups."""
    wanted = scores["measure"].isin(list(MEASURES)) & (scores["arithmetic"] == arithmetic)
    return scores[wanted & scores["group"].isna()]


def draw_curves(axes, rows, measure, color_of):
    """Mean error at each parameter, one line per method."""
    title, label = MEASURES[measure]
    rows = rows[rows["parameter"].notna()]
    # Parameters stand in the order of increasing effect, as in the configuration.
    curves = rows.pivot_table("value", "parameter", "method", sort=False)
    for method in rows["method"].unique():
        style = "-" if method.endswith("_PSO") else "--"
        axes.plot(
            curves.index, curves[method], style, label=method, color=color_of(method), marker=".",
            markersize=3,
        )  # fmt: skip
    axes.set(title=title, xlabel=label, ylabel="mean squared error", ylim=(0, None))


def draw_violins(axes, rows, label=AUC_LABEL, lower_is_better=True, color_of=method_color):
    """Distribution of each method over trials, mean and extrema marked; the worst on top.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : pandas.DataFrame
        Columns method, trial, parameter, value; rows with a parameter are left out.
    label : str
    lower_is_better : bool
    color_of : function of a value of the column `method`
    """
    rows = rows[rows["parameter"].isna()]
    means = rows.groupby("method")["value"].mean().sort_values(ascending=lower_is_better)
    trials = [rows.loc[rows["method"] == method, "value"] for method in means.index]
    violins = axes.violinplot(
        trials, orientation="horizontal", showmeans=True, showextrema=True, widths=0.8
    )
    for body, method in zip(violins["bodies"], means.index, strict=True):
        body.set(facecolor=color_of(method), edgecolor="none", alpha=0.6)
    for part in ("cmeans", "cmins", "cmaxes", "cbars"):
        violins[part].set(color="0.2", linewidth=0.8)
    axes.set(xlabel=f"{label}, {rows['trial'].nunique()} trials")
    axes.set_yticks(range(1, len(means) + 1), means.index)
    sns.despine(ax=axes)
