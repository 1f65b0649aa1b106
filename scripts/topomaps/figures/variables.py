"""Maps of several variables beside each other, random groups below (Aequitas, Figures 3 and 4)."""

import matplotlib.pyplot as plt
import numpy as np

from topomaps.figures.map_panels import draw_map, limit_words, map_axes, mark_empty, name_column
from topomaps.figures.style import cell_width, short_number, wrapped

BESIDE, TEXT_HEIGHT = 0.6, 0.2  # inches: names of variables; below a map
LARGEST = 0.8  # inches, of a map
GAP = 0.9  # between variables, as a share of a map
LABEL_WIDTH = 12


def plot_variables(layers, title):
    """Show all groups of all variables in each layer, with the convexity below each map.

    Parameters
    ----------
    layers : dict
        Layer -> dict of variable -> (maps, convexity): arrays of `render_maps`, and the
        size-weighted convexity of each group (G,).
    title : str

    Returns
    -------
    matplotlib.figure.Figure
        For each layer a row of the variable's groups and, where there are, one of random groups.
    """
    sizes, n_rows = _extent(next(iter(layers.values())))
    widths = np.concatenate([[*np.ones(size), GAP] for size in sizes])[:-1]
    cell = cell_width(widths.sum(), BESIDE, LARGEST)
    height = len(layers) * ((cell + TEXT_HEIGHT) * n_rows + 0.55) + 0.4
    figure = plt.figure(figsize=(cell * widths.sum() + BESIDE, height), layout="constrained")
    maps, _ = next(iter(next(iter(layers.values())).values()))
    words = [f"{each}, values beyond have the last one" for each in limit_words(maps)]
    figure.suptitle("\n".join([title, *words]))
    parts = figure.subfigures(len(layers), 1, squeeze=False)[:, 0]
    for part, (layer, variables) in zip(parts, layers.items(), strict=True):
        part.suptitle(f"layer {layer}", x=0.01, ha="left", fontweight="bold")
        grid = part.add_gridspec(n_rows, len(widths), width_ratios=widths)
        first = 0
        for size, (variable, (maps, convexity)) in zip(sizes, variables.items(), strict=True):
            _draw_variable(part, grid, first, variable, maps, convexity, cell)
            first += size + 1
    return figure


def _extent(variables):
    """Numbers of groups of the variables, and of rows."""
    kinds = [list(maps["kinds"]) for maps, _ in variables.values()]
    return [each.count("given") for each in kinds], max(len(set(each)) for each in kinds)


def _draw_variable(part, grid, first, variable, maps, convexity, cell):
    """Draw from column `first` on: groups in their natural order, then the random ones."""
    kinds = list(dict.fromkeys(maps["kinds"]))
    places = {kind: iter(range(len(maps["groups"]))) for kind in kinds}
    for group, kind in enumerate(maps["kinds"]):
        place = next(places[kind])
        axes = map_axes(part, grid[kinds.index(kind), first + place])
        if maps["counts"][group]:
            draw_map(axes, maps["images"][group], maps["positions"])
            axes.set_xlabel(f"{convexity[group]:.2f}", labelpad=1)
        else:
            mark_empty(axes)
        if kind == kinds[0]:
            name_column(axes, maps["groups"][group], cell)
        if place == 0:
            label = variable if kind == kinds[0] else kind
            limit = f"±{short_number(float(maps['limit']))}"
            axes.set_ylabel(f"{wrapped(label, LABEL_WIDTH)}\n{limit}")
            axes.yaxis.label.set_in_layout(False)  # the gap has room, and maps stay equally large
