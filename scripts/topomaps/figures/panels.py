"""Curves and violins of scores, the panels of several figures."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import seaborn as sns
from matplotlib.lines import Line2D

from topomaps.common.reader_names import method_name
from topomaps.figures.style import MEASURES, method_color, method_line, turned

AUC_LABEL = "area under the curve"
BEST_BELOW = "the best on average below"
FEW = 10  # trials: fewer are shown one by one, since a violin of them would be invented


class Look(NamedTuple):
    """Colour, name and style of line of what is compared, functions of a value.

    Layout methods by default; experiments that are compared have names that users have given.
    """

    color: Callable = method_color
    name: Callable = method_name
    line: Callable = method_line


OF_METHODS = Look()


def draw_errors(panels, scores, condition, order, look=OF_METHODS):
    """Curves and violins of both error measures in one condition.

    Parameters
    ----------
    panels : sequence of two pairs of matplotlib.axes.Axes
        For curves and violins, one pair for each measure.
    scores : pandas.DataFrame
        As of `of_images`.
    condition : str
    order : list of str
        Methods from top to bottom, as of `worst_first`.
    look : Look
        Of the values of the column `method`.
    """
    for (curves, violins), measure in zip(panels, MEASURES, strict=True):
        rows = scores[(scores["condition"] == condition) & (scores["measure"] == measure)]
        draw_curves(curves, rows, measure, order, look)
        draw_violins(violins, rows, order, look=look)


def worst_first(scores, lower_is_better=True):
    """Methods in one order for all panels: by mean rank over measures and conditions.

    Parameters
    ----------
    scores : pandas.DataFrame
        Tidy scores; rows with a parameter are left out.
    lower_is_better : bool

    Returns
    -------
    list of str
    """
    values = scores[scores["parameter"].isna()]
    means = values.groupby(["condition", "measure", "method"], sort=False)["value"].mean()
    ranks = means.groupby(level=["condition", "measure"]).rank(ascending=lower_is_better)
    order = ranks.groupby(level="method", sort=False).mean()
    return order.sort_values(ascending=False, kind="stable").index.tolist()


def draw_legend(figure, methods, look=OF_METHODS):
    """Name the methods below all panels, where they cover no curve."""
    lines = [
        Line2D(
            [], [], color=look.color(method), linestyle=look.line(method), label=look.name(method)
        )
        for method in methods
    ]
    figure.legend(handles=lines, loc="outside lower center", ncols=min(len(lines), 6))


def of_images(scores, arithmetic):
    """Image errors in one arithmetic, averaged over groups."""
    wanted = scores["measure"].isin(list(MEASURES)) & (scores["arithmetic"] == arithmetic)
    return scores[wanted & scores["group"].isna()]


def draw_curves(axes, rows, measure, order, look):
    """Mean error at each parameter, one line per method."""
    title, label = MEASURES[measure]
    rows = rows[rows["parameter"].notna()]
    # Parameters stand in the order of increasing effect, as in the configuration.
    curves = rows.pivot_table("value", "parameter", "method", sort=False)
    for method in (each for each in order if each in curves):
        axes.plot(
            curves.index, curves[method], look.line(method), color=look.color(method), linewidth=1,
            marker=".", markersize=2.5,
        )  # fmt: skip
    axes.set(title=title, xlabel=label, ylim=(0, None))
    axes.set_xticks(range(0, len(curves), 3), curves.index[::3])


def draw_violins(axes, rows, order, label=AUC_LABEL, look=OF_METHODS):
    """Distribution of each method over trials, mean and extrema marked; points of few trials.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : pandas.DataFrame
        Columns method, trial, parameter, value; rows with a parameter are left out.
    order : list of str
        Methods from top to bottom, as of `worst_first`; a method without rows has an empty line.
    label : str
    look : Look
        Of the values of the column `method`.
    """
    rows = rows[rows["parameter"].isna()]
    for place, method in enumerate(order):
        values = rows.loc[rows["method"] == method, "value"].to_numpy()
        if len(values):
            _draw_distribution(axes, len(order) - place, values, look.color(method))
    axes.set(xlabel=f"{label},\n{rows['trial'].nunique()} trials", ylim=(0.3, len(order) + 0.7))
    axes.set_yticks(range(len(order), 0, -1), map(look.name, order))
    axes.locator_params(axis="x", nbins=3)
    sns.despine(ax=axes)


def _draw_distribution(axes, place, values, color):
    """One line of `draw_violins`; values that are all the same are a single large point."""
    if np.ptp(values) <= 1e-9 * np.abs(values).max():
        axes.plot(values[0], place, "D", color=color, markersize=4)
        return
    if len(values) < FEW:
        axes.plot(values, np.full(len(values), place), "o", color=color, markersize=3, alpha=0.6)
        axes.plot([values.mean()] * 2, [place - 0.3, place + 0.3], color="0.2", linewidth=1)
        return
    violins = axes.violinplot(
        values, [place], orientation="horizontal", showmeans=True, showextrema=True, widths=0.8
    )
    violins["bodies"][0].set(facecolor=color, edgecolor="none", alpha=0.6)
    for part in ("cmeans", "cmins", "cmaxes", "cbars"):
        violins[part].set(color="0.2", linewidth=0.8)


def name_cells(axes, columns, rows, n_below=0, n_columns=1):
    """Name the columns and rows of a matrix, which is one of several panels in lines.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    columns, rows : sequence of str
    n_below : int
        Panels after this one.
    n_columns : int
        Panels in a line: those with another one below them have no names of columns.
    """
    names, places = list(columns), range(len(columns))
    if 0 < n_below < n_columns:  # the names lie in the gap of the last line, and need no room
        for place, name in zip(places, names, strict=True):
            axes.text(
                place, -0.02, name, rotation=turned(names), ha="center", va="top",
                transform=axes.get_xaxis_transform(), in_layout=False,
            )  # fmt: skip
    axes.set_xticks(places, [""] * len(names) if n_below else names, rotation=turned(names))
    axes.set_yticks(range(len(rows)), rows)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
