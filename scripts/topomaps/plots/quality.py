"""Errors over their parameters, and distributions of their AUC (HHAI, Figure 4)."""

import matplotlib.pyplot as plt
import seaborn as sns

from topomaps.plots.style import ARITHMETICS, CONDITIONS, MEASURES, method_color

AUC_LABEL = "AUC of the error"


def plot_quality(scores, arithmetic, color_of=method_color):
    """Curves and violins of both error measures in each condition.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores of one layer (columns of `topomaps.scores`), empty cells as NaN.
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
        for axes, measure in zip(part.subplots(2, 2), MEASURES, strict=True):
            rows = scores[(scores["condition"] == condition) & (scores["measure"] == measure)]
            draw_curves(axes[0], rows, measure, color_of)
            draw_violins(axes[1], rows, color_of=color_of)
            axes[0].legend(fontsize=5.5, frameon=False, handlelength=2.5)
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better", fontsize=9)
    return figure


def plot_side_by_side(scores, arithmetic):
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
        table = tables[label]
        grid[0, number].text(
            0.5, 1.22, f"{label}: {CONDITIONS[condition]}", ha="center", fontweight="bold",
            transform=grid[0, number].transAxes,
        )  # fmt: skip
        for measure, axes in zip(MEASURES, (grid[:2, number], grid[2:, number]), strict=True):
            rows = table[(table["condition"] == condition) & (table["measure"] == measure)]
            draw_curves(axes[0], rows, measure, method_color)
            draw_violins(axes[1], rows)
    for line in (0, 2):
        highest = max(axes.get_ylim()[1] for axes in grid[line])
        for axes in grid[line]:
            axes.set_ylim(0, highest)
    grid[0, 0].legend(fontsize=5.5, frameon=False, handlelength=2.5)
    figure.suptitle(f"Errors in {ARITHMETICS[arithmetic]}; lower is better", fontsize=9)
    return figure


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
