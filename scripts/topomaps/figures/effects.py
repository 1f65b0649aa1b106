"""What regions do: each on its map, and the change in each group beside that by other sets."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.probabilities import equals_holm_p
from topomaps.common.reader_names import (
    PREDICTION,
    group_name,
    layer_name,
    region_name,
    value_name,
    variable_name,
)
from topomaps.effects.effect_tables import ACTS
from topomaps.effects.layer_regions import LAYER
from topomaps.effects.measures import ACCURACY, GAP, MEAN, ODDS, SHARE
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import draw_map, map_axes, name_row, outline_neurons
from topomaps.figures.style import PAGE_WIDTH, SHORT, SMALL, all_shortened, letters, wrapped

MAX_ROWS, MAX_GROUPS, NAME_LETTERS = 6, 20, 24
REPLACED = {
    "mean": "their mean over all inputs", "zero": "zero", "resampled": "values of other inputs",
}  # fmt: skip
WORDS = {MEAN: "mean output of {}", SHARE: "share predicted as {}", ACCURACY: "accuracy",
         ODDS: "equalised odds"}  # fmt: skip
MAP_WIDTH, ROW_HEIGHT, TICKS = 1.3, 1.6, 0.4  # inches; numbers beside an axis
BAND, ACTING, IDLE = "0.85", "tab:red", "0.35"


def plot_effects(maps, regions, effects, title, replace, variable=PREDICTION):
    """Show regions on their maps, and what replacing each does beside its control sets.

    Of each region, two measures are shown: the one that it changes most clearly in any group, and
    accuracy, or else the share of the class that this one is of.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    regions : pandas.DataFrame
        Columns region, kind, found_in and neuron.
    effects : pandas.DataFrame
        As of `topomaps.effects.files.load_effects`.
    title : str
    replace : {"mean", "zero", "resampled"}
    variable : str
        Whose values the outputs are: the predicted class, or what a probe reads.

    Returns
    -------
    matplotlib.figure.Figure
        With more than six regions, those that act most clearly; the whole layer is left out. With
        more than twenty groups, those that regions act on most clearly.
    """
    names = shown_regions(effects)
    if not names:
        return _empty(title)
    groups = shown_groups(effects)
    width = min(PAGE_WIDTH, MAP_WIDTH + 2 * (1.7 + 0.25 * len(groups)))
    figure = new_figure((width, ROW_HEIGHT * len(names) + 0.8))
    figure.suptitle(
        wrapped(f"{title}. Neurons of the region set to {REPLACED[replace]}; grey: 95 % of the "
                f"changes by sets of as many neurons of like activity; bars: 95 % "
                "intervals", letters(width)),
    )  # fmt: skip
    grid = figure.add_gridspec(
        len(names), 3, width_ratios=[MAP_WIDTH, *[(width - MAP_WIDTH) / 2] * 2]
    )
    for line, name in enumerate(names):
        own = effects[effects["region"] == name]
        _draw_region(map_axes(figure, grid[line, 0]), maps, regions[regions["region"] == name])
        for column, measure in enumerate(shown_measures(own)):
            axes = figure.add_subplot(grid[line, column + 1])
            heading = WORDS[measure[0]].format(value_name(measure[1], variable))
            inches = (width - MAP_WIDTH) / 2 - TICKS
            _draw_changes(
                axes, own, measure, groups, heading, inches, is_last=line + 1 == len(names)
            )
    return figure


def _empty(title):
    """A figure that says that there is no region to replace."""
    figure = new_figure((PAGE_WIDTH / 2, 1.0))
    words = wrapped(f"{title}: no region stands out", letters(PAGE_WIDTH / 2))
    figure.text(0.5, 0.5, words, ha="center", va="center")
    return figure


def shown_regions(effects):
    """Names of the regions in the figure: those that act most clearly, in the table's order."""
    rows = effects[effects["kind"] != LAYER]
    clearest = rows.groupby("region", sort=False)["p_holm"].min()
    chosen = clearest.sort_values(kind="stable").index[:MAX_ROWS]
    return [name for name in clearest.index if name in chosen]


def shown_groups(effects):
    """Groups in the figure: all, or those that regions act on most clearly, and the gap."""
    names = effects["group"].drop_duplicates().tolist()
    clearest = effects.groupby("group", sort=False)["p"].min().sort_values(kind="stable").index
    kept = [each for each in clearest if each != GAP][:MAX_GROUPS]
    return [each for each in names if each in kept or each == GAP]


def shown_measures(own):
    """Two pairs (measure, output) of a region's table.

    The mean output that changes most in any group, of those that act if there are some; and the
    accuracy, or else the share of predictions of the same output.
    """
    means = own[own["measure"] == MEAN]
    order = means.assign(acts=means["finding"] == ACTS, size=means["change"].abs())
    first = order.sort_values(["acts", "size"], ascending=False, kind="stable").iloc[0]
    has_labels = (own["measure"] == ACCURACY).any()
    second = (ACCURACY, ACCURACY) if has_labels else (SHARE, first["output"])
    return [(MEAN, first["output"]), second]


def probe_words(probe):
    """Sentence on how well a probe reads its attribute, beside what no knowledge would reach.

    `probe` are the arrays that `topomaps.effects.probes` keeps of it.
    """
    n, accuracy, largest = (
        float(probe[f"quality/{key}"]) for key in ("n", "accuracy", "largest_share")
    )
    where = layer_name(probe["network_layer"])
    return (
        f"outputs of a linear probe of {variable_name(str(probe['attribute']))} in layer {where}: "
        f"right for {accuracy:.0%} of {n:.0f} inputs that it has not seen; always the same value "
        f"would be for {largest:.0%}"
    )


def _draw_region(axes, maps, own):
    """The region's neurons on the map of the group that it was found in."""
    name, group = own["region"].iloc[0], own["found_in"].iloc[0]
    names = [str(each) for each in maps["groups"]]
    if group in names:
        draw_map(axes, maps["images"][names.index(group)], maps["positions"])
    else:
        axes.scatter(*maps["positions"].T, s=2, color="0.8", linewidths=0)
    outline_neurons(axes, maps["positions"], own["neuron"].to_numpy())
    name_row(axes, region_name(name, group), ROW_HEIGHT)
    axes.set_xlabel(f"{len(own)} neurons", labelpad=1)


def _draw_changes(axes, own, measure, groups, heading, inches, *, is_last):
    """Changes of one measure in each group, and of the gap between groups."""
    rows = own[(own["measure"] == measure[0]) & (own["output"] == measure[1])].set_index("group")
    shown = [group for group in groups if group in rows.index]
    rows, places = rows.loc[shown], np.array([groups.index(group) for group in shown])
    for place, row in zip(places, rows.itertuples(), strict=True):
        acts = row.finding == ACTS
        axes.add_patch(plt.Rectangle(
            (place - 0.35, row.control_low), 0.7, row.control_high - row.control_low,
            color=BAND, linewidth=0,
        ))  # fmt: skip
        axes.plot([place] * 2, [row.low, row.high], color=ACTING if acts else IDLE, linewidth=1)
        axes.plot(place, row.change, "o", markersize=3.5, color=ACTING if acts else IDLE,
                  markerfacecolor=ACTING if acts else "white")  # fmt: skip
    axes.axhline(0, color="0.6", linewidth=0.5, zorder=0)
    if GAP in groups:
        axes.axvline(len(groups) - 1.5, color="0.6", linewidth=0.5)
    axes.set(xlim=(-0.6, len(groups) - 0.4))
    names = all_shortened([_group_words(group) for group in groups], NAME_LETTERS)
    axes.autoscale(axis="y")
    axes.set_xticks(range(len(groups)), names if is_last else [""] * len(groups))
    if is_last and max(map(len, names)) > SHORT + 1:
        axes.tick_params(axis="x", rotation=90)
    axes.tick_params(labelsize=SMALL)
    axes.set_ylabel("change")
    words = (f"{heading}:", _words(rows))
    axes.set_title("\n".join(wrapped(each, letters(inches), 2) for each in words), fontsize=SMALL)


def _group_words(group):
    """Name of a group; the gap between groups is none."""
    return group if group == GAP else group_name(group)


def _words(rows):
    """What is found, in words."""
    acting = [_group_words(each) for each in rows.index[rows["finding"] == ACTS]]
    clearest = rows.sort_values(["p_holm", "p"], kind="stable").iloc[0]
    p = equals_holm_p(clearest["p_holm"], clearest["p"], clearest["least_p"])
    if not acting:
        return f"nothing beyond other sets, p {p}"
    named = ", ".join(acting[:3]) + (f" and {len(acting) - 3} more" if len(acting) > 3 else "")
    return f"acts on {named}, p {p}"
