"""What a network predicts for each group: accuracy, and the share of each predicted class."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.ticker import PercentFormatter

from topomaps.common.probabilities import equals_p, holm_p
from topomaps.common.reader_names import class_name, group_name
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    PAGE_WIDTH,
    all_shortened,
    letters,
    text_letters,
    wrapped,
)

MAX_CLASSES = 12
ROW_INCHES, PANEL, WIDEST = 0.2, 1.52, 1.9  # inches: a group; a panel at least and at most
NAME_LETTERS = 24
CLEAREST_GAP = "clearest gap"
CHANCE_COLOR = "0.85"


def plot_outcomes(outcomes, tests, title):
    """Show shares of outcomes with their intervals, a line for each group, and the clearest gap.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        As of `topomaps.groups.outcomes.outcome_table`; groups without inputs are left out.
    tests : pandas.DataFrame
        As of `topomaps.statistics.outcome_gaps.outcome_tests`.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
        One panel for the accuracy, where it is known, and one for each predicted class, the most
        frequent twelve; none where all shares are 0 or 1 because the groups are made of them. The
        last line of a panel is the clearest gap between groups, beside what it is by chance.
    """
    panels, left_out = _panels(outcomes[outcomes["n"] > 0], tests)
    groups = list(dict.fromkeys(name for rows, _ in panels.values() for name in rows["group"]))
    names = all_shortened([*map(group_name, groups)], NAME_LETTERS)
    longest = max(map(text_letters, [*names, CLEAREST_GAP])) / LETTERS_PER_INCH
    n_columns = max(1, min(len(panels), int((PAGE_WIDTH - longest) / PANEL)))
    n_lines = max(1, -(-len(panels) // n_columns))
    width = min(PAGE_WIDTH, WIDEST * n_columns + longest + 0.7)
    height = (ROW_INCHES * (len(groups) + 1) + 1.0) * n_lines + 0.5
    figure, all_axes = plt.subplots(
        n_lines, n_columns, figsize=(width, height), layout="constrained",
        squeeze=False, sharey=True,
    )  # fmt: skip
    words = wrapped(_words_of_figure(panels, left_out), letters(width))
    figure.suptitle("\n".join([title, words]))
    colors = sns.color_palette("colorblind", 2)
    has_gap = not all(_is_untested(test) for _, test in panels.values())
    for axes, (name, (rows, test)) in zip(all_axes.flat, panels.items(), strict=False):
        color = colors[name == "accuracy"]
        _draw_panel(axes, rows.set_index("group").reindex(groups), names, test, has_gap, color)
        heading = wrapped(name, letters((width - longest) / n_columns), 2)
        axes.set_title("\n".join([heading, *words_of_test(test)]))
    for axes in all_axes.flat[len(panels) :]:
        axes.set_axis_off()
    return figure


def words_of_test(test):
    """Lines about the test of an outcome, a row of the table of tests; none without a test."""
    if _is_untested(test):
        return []
    p, least = test["p"], test["least_p"]
    words = f"p {equals_p(p, least)}"
    if test["measure"] == "predicted":
        words += f", Holm {holm_p(test['p_holm'], p, least)}"
    return [words, f"all gaps ≤ {test['no_larger_than']:.0%} (95 %)"]


def _panels(outcomes, tests):
    """Rows and test of each panel by its title; and whether some are left out."""
    tests = tests.assign(predicted=tests["predicted"].fillna(""))
    tests = {key: rows.iloc[0] for key, rows in tests.groupby(["measure", "predicted"])}
    shares = outcomes[outcomes["measure"] == "predicted"]
    frequent = shares.groupby("predicted", sort=False)["count"].sum().nlargest(MAX_CLASSES).index
    found = {("accuracy", ""): outcomes[outcomes["measure"] == "accuracy"]}
    found |= {
        ("predicted", name): shares[shares["predicted"] == name]
        for name in dict.fromkeys(shares["predicted"])
        if name in frequent
    }
    found = {key: rows for key, rows in found.items() if len(rows)}
    shown = {
        _panel_title(*key): (rows, tests[key])
        for key, rows in found.items()
        if not _is_fixed(rows, tests[key])
    }
    return shown, len(shown) < len(found)


def _panel_title(measure, predicted):
    """What the share of a panel is of."""
    return f"predicted: {class_name(predicted)}" if predicted else measure


def _is_fixed(rows, test):
    """Whether the groups are made of an outcome, so that each has all or none of it."""
    return _is_untested(test) and rows["share"].isin([0, 1]).all()


def _is_untested(test):
    return isinstance(test["untested"], str)


def _words_of_figure(panels, left_out):
    """What a figure shows, what is left out, and why some gaps are not tested."""
    if not panels:
        return "the groups are made of what is predicted, so that there is nothing to compare"
    words = ["share of the inputs of each group, with 95 % intervals"]
    tests = [test for _, test in panels.values()]
    if not all(map(_is_untested, tests)):
        words.append("grey: gaps by chance")
    reasons = dict.fromkeys(test["untested"] for test in tests if _is_untested(test))
    words += [f"not tested: {each}" for each in reasons]
    if left_out:
        words.append("left out: shares that follow from the groups")
    return "; ".join(words)


def _draw_panel(axes, rows, names, test, has_gap, color):
    places = np.arange(len(rows))
    spans = rows["share"] - rows["low"], rows["high"] - rows["share"]
    axes.errorbar(
        rows["share"], places, xerr=np.clip(spans, 0, None), fmt="o", color=color, markersize=3,
        linewidth=1,
    )  # fmt: skip
    _draw_gap(axes, len(rows), test, color)
    lines = names + [CLEAREST_GAP] * has_gap
    axes.set_yticks(np.arange(len(lines)), lines)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_xlim(-0.03, 1.05)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(axis="x", color="0.9")


def _draw_gap(axes, place, test, color):
    """The clearest gap beside 95 % of those of permuted groups, and their median."""
    if _is_untested(test):
        return
    axes.axhline(place - 0.5, color="0.6", linewidth=0.8)
    axes.barh(place, test["chance_high"], height=0.7, color=CHANCE_COLOR, zorder=1)
    axes.plot([test["chance_median"]] * 2, [place - 0.35, place + 0.35], color="0.5", zorder=2)
    axes.plot(test["adjusted_gap"], place, marker="D", color=color, markersize=4, zorder=3)
