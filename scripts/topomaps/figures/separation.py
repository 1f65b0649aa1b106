"""How far the groups of a variable are told apart beyond chance, layer by layer."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter

from topomaps.common.probabilities import equals_p

WIDTH = 0.6


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
    figure, (above, share) = plt.subplots(
        1, 2, figsize=(1.9 * (1.0 * len(tests) + 1.2), 3.2), layout="constrained"
    )
    notes = dict.fromkeys(note for note in tests["note"] if note)  # mostly of all layers
    figure.suptitle("\n".join([title, *notes]), fontsize=9)
    places = np.arange(len(tests))
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
            textcoords="offset points", ha="center", fontsize=6.5,
        )  # fmt: skip
    above.margins(y=0.15)
    above.set(ylabel="variance between groups,\nnoise taken out (%)")
    figure.legend(frameon=False, fontsize=6.5, loc="outside lower center", ncols=2)
    share.bar(places, tests["neurons_differing"] / tests["n_neurons"], WIDTH, color="firebrick")
    for place, row in zip(places, tests.itertuples(), strict=True):
        text = f"{row.neurons_differing} of {row.n_neurons}"
        share.annotate(
            text, (place, row.neurons_differing / row.n_neurons), (0, 2),
            textcoords="offset points", ha="center", fontsize=6.5,
        )  # fmt: skip
    share.set(ylabel=f"neurons off the mean\nover groups (α = {alpha:g})", ylim=(0, 1.1))
    share.yaxis.set_major_formatter(PercentFormatter(1))
    for axes in (above, share):
        axes.set_xticks(places, tests["layer"], rotation=30, ha="right")
        axes.set_xlim(-0.6, len(tests) - 0.4)
    return figure
