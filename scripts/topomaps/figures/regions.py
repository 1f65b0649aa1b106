"""The largest region of each group and the inputs that activate it most."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from topomaps.activations.shown_inputs import token_excitations
from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import class_name, group_name
from topomaps.data.kinds import SOUND, TEXT
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import (
    LINE_INCHES,
    add_color_bar,
    draw_map,
    map_axes,
    name_row,
    outline_neurons,
)
from topomaps.figures.shown_inputs import draw_sound, list_texts, words_of
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    PAGE_WIDTH,
    cell_width,
    letters,
    short_number,
    shortened,
    text_letters,
    wrapped,
)
from topomaps.maps.regions import ABOVE

MAX_ROWS = 15
WORDS_WIDTH = 22  # characters in a line
CAPTION_WIDTH, TEXT_WIDTH = 40, 4.6  # characters of a caption; inches of a line of a text
TEXT_CELL, TEXT_ROW = 0.9, 1.5  # inches, of a map beside texts, and of all that
MAX_TEXTS = 3  # beside a map
BESIDE, TEXT_HEIGHT, LARGEST = 1.3, 0.3, 0.75  # inches: names and colour bar; below a map; map


class ShownRegion(NamedTuple):
    """A region in a figure.

    Attributes
    ----------
    label : str
    group : int
        Whose map is shown.
    neurons : ndarray of int, or None
        Those of the region; None where none stands out.
    words : str
        Below the map.
    examples : pandas.DataFrame
        Inputs that activate it most: input, rank, activation and label.
    """

    label: str
    group: int
    neurons: np.ndarray | None
    words: str
    examples: pd.DataFrame


def plot_regions(maps, neurons, examples, shown=None, named=(), tokens=None):
    """Show maps with the largest region outlined, and beside them the inputs that excite it most.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    neurons : pandas.DataFrame
        As of `topomaps.maps.regions.find_regions`.
    examples : pandas.DataFrame
        As of `topomaps.maps.region_inputs.named_inputs`.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, optional
        The inputs; without them, their numbers and labels are shown.
    named : list of ShownRegion
        Regions that somebody has named, as of `shown_named_regions`, to show below the others.
    tokens : array-like, shape (K, N), optional
        Activations of the tokens of texts, which then are shaded.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each group that is no random one and has inputs, also where it has no region. With
        more than 15 of them, those with the largest regions.
    """
    regions = [*_largest_regions(maps, neurons, examples), *named]
    n_inputs = max((int(each.examples["rank"].max()) + 1 for each in regions if len(each.examples)),
                   default=0)  # fmt: skip
    are_texts = shown is not None and shown.kind == TEXT
    n_columns = 2 if shown is None or are_texts else n_inputs + 1
    cell = cell_width(max(n_columns, 2), BESIDE, LARGEST)
    widths = [cell] * max(n_columns, 2)
    if are_texts:
        widths = [TEXT_CELL, TEXT_WIDTH]
    elif shown is None:
        widths = [cell, _list_width(regions)]
    below = TEXT_HEIGHT + LINE_INCHES * (_n_caption_lines(regions, cell) if n_columns > 2 else 0)
    row = TEXT_ROW if are_texts else cell + below
    size = min(sum(widths) + BESIDE, PAGE_WIDTH), row * len(regions) + 0.5
    figure = new_figure(size)
    figure.suptitle(
        wrapped(f"largest region of each group{' and named regions' if named else ''}, and the "
                "inputs that activate it most (in brackets the mean activation of the region)",
                letters(size[0])),
    )  # fmt: skip
    grid = figure.add_gridspec(len(regions), len(widths), width_ratios=widths)
    for line, region in enumerate(regions):
        axes = map_axes(figure, grid[line, 0])
        draw_map(axes, maps["images"][region.group], maps["positions"])
        name_row(axes, region.label, cell + TEXT_HEIGHT)
        axes.set_xlabel(region.words, labelpad=1)
        if region.neurons is None:
            continue
        outline_neurons(axes, maps["positions"], region.neurons)
        cells = [grid[line, column] for column in range(1, len(widths))]
        _draw_inputs(figure, cells, region, shown, tokens, cell)
    add_color_bar(figure, figure.axes, maps)
    return figure


def shown_named_regions(maps, regions, table, examples):
    """Named regions as a figure shows them: on the map of the group that they respond to most.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`.
    regions : dict of str -> ndarray of int
        Neurons by name.
    table, examples : pandas.DataFrame
        As of the script `compare_regions`.

    Returns
    -------
    list of ShownRegion
    """
    names, shown = maps["groups"].tolist(), []
    for name, neurons in regions.items():
        rows = table[table["region"] == name]
        found_in = rows["found_in"].iloc[0]
        group = rows["group"].loc[rows["mean_nap"].abs().idxmax()]
        group = found_in if found_in in names else group
        p, least = rows.loc[rows["group"] == group, ["p", "least_p"]].iloc[0]
        words = wrapped(f"{group_name(group)}: {len(neurons)} neurons", WORDS_WIDTH)
        words += "" if np.isnan(p) else f"\np {equals_p(p, least)}{_why_no_p(rows)}"
        inputs = examples[examples["region"] == name]
        shown.append(ShownRegion(name, names.index(group), neurons, words, inputs))
    return shown


def _why_no_p(rows):
    """What is wrong with the p of a named region, if anything is; after the number."""
    if missing := "".join({*rows["missing_nuisance"].fillna("")}):  # of a region, one or none
        return ":\n" + wrapped(f"add {missing} to `nuisance`", WORDS_WIDTH)
    return ", too small: found\nin these inputs" if (rows["discovery"] == "same").any() else ""


def _largest_regions(maps, neurons, examples):
    largest = neurons[(neurons["direction"] == ABOVE) & (neurons["region"] == 0)]
    members = {group: rows["neuron"].to_numpy() for group, rows in largest.groupby("group")}
    for group in _shown(maps, members):
        name = str(maps["groups"][group])
        found = members.get(name)
        words = "no region stands out" if found is None else f"{len(found)} neurons"
        inputs = examples[(examples["group"] == name) & (examples["region"] == 0)]
        yield ShownRegion(group_name(name), group, found, words, inputs)


def _shown(maps, members):
    """Indices of the groups to show, in their order."""
    given = np.flatnonzero((maps["kinds"] == "given") & (maps["counts"] > 0))
    sizes = [len(members.get(maps["groups"][group], ())) for group in given]
    return np.sort(given[np.argsort(-np.array(sizes), kind="stable")[:MAX_ROWS]])


def _list_width(regions):
    """Inches that the numbers and captions of inputs need where they are listed."""
    lines = [_of_number(row) for each in regions for row in each.examples.itertuples()]
    longest = max(map(text_letters, lines), default=0) / LETTERS_PER_INCH
    return min(max(longest, LARGEST), TEXT_WIDTH)


def _n_caption_lines(regions, inches):
    """Lines of the longest caption below a picture, beyond the first."""
    captions = [_below(row, inches) for each in regions for row in each.examples.itertuples()]
    return max((each.count("\n") for each in captions), default=0)


def _draw_inputs(figure, cells, region, shown, tokens, inches):
    """Draw the inputs that excite a region, in cells of a grid, as their kind is shown."""
    rows = region.examples
    if shown is None:
        _list_inputs(figure.add_subplot(cells[0]), rows)
    elif shown.kind == TEXT:
        rows = rows.sort_values("rank").head(MAX_TEXTS)
        shades = token_excitations(shown, tokens, rows["input"], region.neurons)
        entries = [
            (_of_number(row), words_of(shown[row.input], places, shade, chosen))
            for row, shade in zip(rows.itertuples(), shades, strict=True)
            for _, places, chosen in [shown.tokens(row.input)]
        ]
        list_texts(figure.add_subplot(cells[0]), entries, TEXT_WIDTH)
    else:
        for row in rows.itertuples():
            _draw_input(figure.add_subplot(cells[row.rank]), row, shown, inches)


def _list_inputs(axes, rows):
    axes.set_axis_off()
    lines = [_of_number(row) for row in rows.itertuples()]
    axes.text(0, 0.5, "\n".join(lines), va="center")


def _of_number(row):
    """Number and caption of an input."""
    return f"input {row.input}: {_caption(row)}"


def _draw_input(axes, row, shown, inches):
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color("0.8")
    if shown.kind == SOUND:
        draw_sound(axes, shown, row.input)
    else:
        axes.imshow(_as_picture(np.squeeze(np.asarray(shown[row.input]))), cmap="gray")
    axes.set_xlabel(_below(row, inches), labelpad=1)


def _caption(row, n_letters=CAPTION_WIDTH):
    label = class_name(row.label) if isinstance(row.label, str) else ""
    sign = "−" if row.activation < 0 else ""
    number = f"{sign}{short_number(abs(row.activation))}"
    return f"{shortened(label, n_letters)} ({number})".strip()


def _below(row, inches):
    """Caption below a picture: the number on a line of its own where both have no room."""
    return wrapped(_caption(row, letters(inches)), letters(inches))


def _as_picture(pixels):
    """Pixels as they are if they are bytes, else stretched to 0 to 1."""
    if pixels.dtype == np.uint8 and pixels.ndim == 3:
        return pixels
    pixels = pixels.astype(float)
    extent = np.ptp(pixels)
    return (pixels - pixels.min()) / extent if extent else np.zeros_like(pixels)
