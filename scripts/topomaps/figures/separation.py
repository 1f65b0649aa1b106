"""How far the groups of a variable are told apart beyond chance, layer by layer."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import layer_name
from topomaps.figures.canvas import new_figure
from topomaps.figures.style import PAGE_WIDTH, wrapped

WIDTH, HEIGHT = 0.6, 2.8  # of a bar, as a share of its place; inches
TITLE_WIDTH, LAYER_WIDTH = 90, 20  # letters in a line
HORIZONTAL = 4  # layers, beside whose numbers there is room for words


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
    figure = new_figure((min(PAGE_WIDTH, 1.4 * len(tests) + 2.2), HEIGHT))
    above, share = figure.subplots(1, 2)
    notes = dict.fromkeys(note for note in tests["note"] if note)  # mostly of all layers
    figure.suptitle("\n".join(wrapped(each, TITLE_WIDTH) for each in [title, *notes]))
    places = np.arange(len(tests))
    words = {"ha": "center", "rotation": 0 if len(tests) <= HORIZONTAL else 90}
    percent = {end: 100 * tests[f"effect{end}"] for end in ("", "_low", "_high")}
    above.bar(
        places, 100 * tests["effect_by_chance"], WIDTH, color="0.8",
        label=f"{1 - alpha:.0%} of chance is below",
    )  # fmt: skip
    above.axhline(0, color="0.5", linewidth=0.8)
    margins = [percent[""] - percent["_low"], percent["_high"] - percent[""]]
    above.errorbar(
        places, percent[""], np.maximum(margins, 0), fmt="o", color="firebrick", label="observed"
    )
    for place, row in zip(places, tests.itertuples(), strict=True):
        above.annotate(
            f"p {equals_p(row.p, row.least_p)}", (place, percent["_high"].iloc[place]), (0, 3),
            textcoords="offset points", **words,
        )  # fmt: skip
    above.margins(y=0.15 if len(tests) <= HORIZONTAL else 0.5)
    above.set(ylabel="variance between groups,\nnoise taken out (%)")
    figure.legend(loc="outside lower center", ncols=2)
    share.bar(places, tests["neurons_differing"] / tests["n_neurons"], WIDTH, color="firebrick")
    for place, row in zip(places, tests.itertuples(), strict=True):
        text = f"{row.neurons_differing} of {row.n_neurons}"
        share.annotate(
            text, (place, row.neurons_differing / row.n_neurons), (0, 2),
            textcoords="offset points", **words,
        )  # fmt: skip
    share.set(
        ylabel=f"neurons off the mean\nover groups (α = {alpha:g})",
        ylim=(0, 1.1 if len(tests) <= HORIZONTAL else 1.4),
    )
    share.yaxis.set_major_formatter(PercentFormatter(1))
    names = [wrapped(layer_name(layer), LAYER_WIDTH) for layer in tests["layer"]]
    for axes in (above, share):
        axes.set_xticks(places, names, rotation=30, ha="right")
        axes.set_xlim(-0.6, len(tests) - 0.4)
    return figure
