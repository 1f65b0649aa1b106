"""Errors over their parameters, and distributions of their AUC (HHAI, Figure 4)."""

import matplotlib.pyplot as plt
import seaborn as sns

from topomaps.plots.style import ARITHMETICS, CONDITIONS, MEASURES, method_color


def plot_quality(scores, arithmetic):
    """Curves and violins of both error measures in each condition.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores of one layer (columns of `topomaps.scores`), empty cells as NaN.
    arithmetic : str
        A key of `ARITHMETICS`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    scores = scores[(scores["arithmetic"] == arithmetic) & scores["group"].isna()]
    conditions = list(scores["condition"].unique())
    n_methods = scores["method"].nunique()
    figure = plt.figure(
        figsize=(5.2 * len(conditions), 2 * (1.2 + 0.22 * n_methods)), layout="constrained"
    )
    parts = figure.subfigures(1, len(conditions), squeeze=False)[0]
    for part, condition in zip(parts, conditions, strict=True):
        part.suptitle(CONDITIONS[condition], fontsize=9)
        for axes, measure in zip(part.subplots(2, 2), MEASURES, strict=True):
            rows = scores[(scores["condition"] == condition) & (scores["measure"] == measure)]
            _draw_curves(axes[0], rows[rows["parameter"].notna()], measure)
            draw_violins(axes[1], rows[rows["parameter"].isna()], "AUC of the error")
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better", fontsize=9)
    return figure


def _draw_curves(axes, rows, measure):
    title, label = MEASURES[measure]
    # Parameters stand in the order of increasing effect, as in the configuration.
    curves = rows.pivot_table("value", "parameter", "method", sort=False)
    for method in rows["method"].unique():
        axes.plot(curves.index, curves[method], label=method, **_line(method))
    axes.set(title=title, xlabel=label, ylabel="mean squared error", ylim=(0, None))
    axes.legend(fontsize=5.5, frameon=False, handlelength=2.5)


def _line(method):
    style = "-" if method.endswith("_PSO") else "--"
    return {"color": method_color(method), "linestyle": style, "marker": ".", "markersize": 3}


def draw_violins(axes, rows, label, lower_is_better=True):
    """Distribution of each method over trials, mean and extrema marked; the worst on top.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : pandas.DataFrame
        Columns method, trial, value: one value per method and trial.
    label : str
    lower_is_better : bool
    """
    means = rows.groupby("method")["value"].mean().sort_values(ascending=lower_is_better)
    trials = [rows.loc[rows["method"] == method, "value"] for method in means.index]
    violins = axes.violinplot(
        trials, orientation="horizontal", showmeans=True, showextrema=True, widths=0.8
    )
    for body, method in zip(violins["bodies"], means.index, strict=True):
        body.set(facecolor=method_color(method), edgecolor="none", alpha=0.6)
    for part in ("cmeans", "cmins", "cmaxes", "cbars"):
        violins[part].set(color="0.2", linewidth=0.8)
    axes.set(xlabel=f"{label}, {rows['trial'].nunique()} trials")
    axes.set_yticks(range(1, len(means) + 1), means.index)
    sns.despine(ax=axes)
