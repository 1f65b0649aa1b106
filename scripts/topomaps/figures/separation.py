"""How far the groups of a variable are told apart beyond chance, layer by layer."""

import numpy as np
from matplotlib.ticker import MaxNLocator, PercentFormatter

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import layer_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import LINE_INCHES
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    PAGE_WIDTH,
    all_shortened,
    letters,
    text_letters,
    wrapped,
)

WIDTH = 0.6  # of a bar, as a share of its place
ROW, AROUND = 0.3, 1.1  # inches: a layer; what is above and below
PANEL = 2.4  # inches, of each of both panels, with room for words at its right end
NAME_LETTERS, NAME_LINES = 20, 2
CHANCE, END, OBSERVED = "0.8", "0.5", "firebrick"
WORDS_ROOM = 0.5  # of what is shown, for the words beside it


def plot_separation(tests, title, alpha):
    """Show the variance between groups beside what chance gives, and how many neurons do so.

    Parameters
    ----------
    tests : pandas.DataFrame
        One row per layer: `layer`, the columns of
        `topomaps.statistics.separation.Separation.summary`, and `note`.
    title : str
    alpha : float
        Level of the tests; a share of 1 − alpha of the permutations ends within the grey boxes.

    Returns
    -------
    matplotlib.figure.Figure
    """
    short = all_shortened([*map(layer_name, tests["layer"])], NAME_LETTERS * NAME_LINES - 4)
    names = [wrapped(each, NAME_LETTERS, NAME_LINES) for each in short]
    longest = max(text_letters(line) for name in names for line in name.split("\n"))
    width = min(PAGE_WIDTH, longest / LETTERS_PER_INCH + 2 * PANEL + 0.2)
    notes = dict.fromkeys(note for note in tests["note"] if note)  # mostly of all layers
    title = "\n".join(wrapped(each, letters(width)) for each in [title, *notes])
    height = ROW * len(tests) + AROUND + LINE_INCHES * title.count("\n")
    figure = new_figure((width, height))
    figure.suptitle(title)
    above, share = figure.subplots(1, 2, sharey=True)
    _draw_effects(above, tests, alpha)
    _draw_shares(share, tests, alpha)
    figure.legend(loc="outside lower center", ncols=2)
    above.set_yticks(range(len(tests)), names)
    above.set_ylim(len(tests) - 0.4, -0.6)
    for axes in (above, share):
        axes.tick_params(axis="y", length=0)
    return figure


def _draw_effects(axes, tests, alpha):
    """Variance between groups with its interval, beside what chance gives, and p."""
    places = np.arange(len(tests))
    percent = {end: 100 * tests[f"effect{end}"] for end in ("", "_low", "_high")}
    by_chance = 100 * tests["effect_by_chance"]
    axes.barh(
        places, by_chance, WIDTH, color=CHANCE, label=f"{1 - alpha:.0%} of chance is below"
    )  # fmt: skip
    # Of large groups, chance gives next to nothing; its end can be seen nevertheless.
    axes.vlines(by_chance, places - WIDTH / 2, places + WIDTH / 2, color=END, linewidth=0.8)
    axes.axvline(0, color="0.5", linewidth=0.8)
    margins = [percent[""] - percent["_low"], percent["_high"] - percent[""]]
    axes.errorbar(
        percent[""], places, xerr=np.maximum(margins, 0), fmt="o", color=OBSERVED, markersize=4,
        label="observed",
    )  # fmt: skip
    for place, row in zip(places, tests.itertuples(), strict=True):
        ends = np.nan_to_num([percent["_high"].iloc[place], by_chance.iloc[place]])
        _write(axes, f"p {equals_p(row.p, row.least_p)}", ends.max(), place)
    low, high = np.nan_to_num([percent["_low"].min(), max(percent["_high"].max(), by_chance.max())])
    low, high = min(low, 0.0), max(high, 0.0) or 1.0
    axes.set_xlim(low - 0.05 * (high - low), high + WORDS_ROOM * (high - low))
    axes.xaxis.set_major_locator(MaxNLocator(5, prune="upper"))  # the next panel begins there
    axes.set_xlabel("variance between groups,\nnoise taken out (%)")


def _draw_shares(axes, tests, alpha):
    """How many of the neurons lie off the mean over groups."""
    axes.barh(
        range(len(tests)), tests["neurons_differing"] / tests["n_neurons"], WIDTH, color=OBSERVED
    )
    for place, row in enumerate(tests.itertuples()):
        words = f"{row.neurons_differing} of {row.n_neurons}"
        _write(axes, words, row.neurons_differing / row.n_neurons, place)
    axes.set_xlim(0, 1 + WORDS_ROOM)
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"neurons off the mean\nover groups (α = {alpha:g})")


def _write(axes, words, x, y):
    """Words at the right of a place."""
    axes.annotate(words, (x, y), (4, 0), textcoords="offset points", va="center")
