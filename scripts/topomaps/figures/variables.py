"""Maps of several variables beside each other, random groups below (Aequitas, Figures 3 and 4)."""

from itertools import product

import matplotlib.pyplot as plt
import numpy as np

from topomaps.common.reader_names import layer_title
from topomaps.figures.map_panels import (
    draw_map,
    limit_words,
    map_axes,
    mark_empty,
    name_column,
    name_height,
)
from topomaps.figures.style import PAGE_WIDTH, cell_width, in_lines, letters, short_number, wrapped

BESIDE, TEXT_HEIGHT = 0.6, 0.2  # inches: names of variables; below a map
LEAST, LARGEST = 0.5, 0.8  # inches, of a map
TITLE_HEIGHT = 0.3  # inches, of the name of a layer
GAP = 0.9  # between variables, as a share of a map
LABEL_WIDTH = 12
PER_GROUP = ("images", "counts", "groups", "kinds")


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
    layers = {layer: _in_pieces(variables) for layer, variables in layers.items()}
    first = next(iter(layers.values()))
    lines, widths = _lines(first)
    cell = cell_width(max(widths), BESIDE, LARGEST)
    width = cell * max(widths) + BESIDE
    heights = [_height(line, first, cell) for line in lines]
    heights[0] += TITLE_HEIGHT
    size = width, len(layers) * sum(heights) + 0.45
    figure = plt.figure(figsize=size, layout="constrained")
    maps, _ = next(iter(first.values()))
    words = [f"{each}, values beyond have the last one" for each in limit_words(maps)]
    figure.suptitle("\n".join(wrapped(each, letters(width)) for each in [title, *words]))
    parts = figure.subfigures(
        len(layers) * len(lines), 1, squeeze=False, height_ratios=heights * len(layers)
    )[:, 0]
    for part, (layer, line) in zip(parts, product(layers, lines), strict=True):
        if line is lines[0]:
            part.suptitle(layer_title(layer), x=0.01, ha="left", fontweight="bold")
        _draw_line(part, {name: layers[layer][name] for name in line}, max(widths), cell)
    return figure


def _in_pieces(variables):
    """Variables by (name, first group): of more groups than a line has room for, in pieces."""
    pieces = {}
    for variable, (maps, convexity) in variables.items():
        kinds = np.asarray(maps["kinds"])
        of_kind = [np.flatnonzero(kinds == kind) for kind in dict.fromkeys(kinds)]
        n_pieces, size = in_lines(len(of_kind[0]), int((PAGE_WIDTH - BESIDE) / LEAST))
        for first in range(0, n_pieces * size, size):
            chosen = np.concatenate([groups[first : first + size] for groups in of_kind])
            part = maps | {key: np.asarray(maps[key])[chosen] for key in PER_GROUP}
            pieces[variable, first] = part, np.asarray(convexity)[chosen]
    return pieces


def _lines(variables):
    """Variables in as many lines as keep their maps large enough, and the widths of the lines."""
    lines, widths = [], []
    for variable, (maps, _) in variables.items():
        size = list(maps["kinds"]).count("given")
        if lines and (widths[-1] + GAP + size) * LEAST <= PAGE_WIDTH - BESIDE:
            lines[-1].append(variable)
            widths[-1] += GAP + size
        else:
            lines.append([variable])
            widths.append(size)
    return lines, widths


def _height(line, variables, cell):
    """Inches of a line: a row for each kind of groups, and the names above the first."""
    n_rows = max(len(set(variables[name][0]["kinds"])) for name in line)
    names = [group for name in line for group in variables[name][0]["groups"]]
    return n_rows * (cell + TEXT_HEIGHT) + name_height(names, cell)


def _draw_line(part, variables, width, cell):
    """Draw variables beside each other, in columns that are as wide as those of all lines."""
    sizes = [list(maps["kinds"]).count("given") for maps, _ in variables.values()]
    n_rows = max(len(set(maps["kinds"])) for maps, _ in variables.values())
    columns = np.concatenate([[*np.ones(size), GAP] for size in sizes])
    columns[-1] = max(width - columns[:-1].sum(), 0.01)  # what other lines have beyond
    grid = part.add_gridspec(n_rows, len(columns), width_ratios=columns)
    first = 0
    for size, ((variable, _), (maps, convexity)) in zip(sizes, variables.items(), strict=True):
        _draw_variable(part, grid, first, variable, maps, convexity, cell)
        first += size + 1


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
            label = variable if kind == kinds[0] else f"{kind} groups"
            limit = f"±{short_number(float(maps['limit']))}"
            axes.set_ylabel(f"{wrapped(label, LABEL_WIDTH, 2)}\n{limit}")
            axes.yaxis.label.set_in_layout(False)  # the gap has room, and maps stay equally large
