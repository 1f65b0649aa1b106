"""The most suspicious inputs beside the maps of their group and of the one that they act like."""

from topomaps.common.reader_names import group_name
from topomaps.data.kinds import TEXT
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import (
    LINE_INCHES,
    add_color_bar,
    draw_map,
    map_axes,
    mark_empty,
)
from topomaps.figures.shown_inputs import draw_input, list_texts, words_of
from topomaps.figures.style import (
    LETTERS_PER_INCH,
    letters,
    shortened,
    text_letters,
    wrapped,
)

N_ROWS, N_PICTURES = 6, 7
N_TEXTS = 3  # of two lines each, beside a map
ROW, TEXT_ROW = 1.25, 1.5  # inches; where inputs are texts
MAP, PICTURE = 0.9, 0.5  # inches
LABEL_WIDTH, LABEL_LINES = 14, 2
BESIDE = 0.75  # inches: colour bar
TOO_FEW = "too few\nfor a map"


def plot_suspicious_inputs(pairs, suspects, maps, shown, title):
    """Show a row for each pair of labels: three maps, and the inputs.

    Parameters
    ----------
    pairs : list of (given, likelier, members)
        Names of the labels and places in `suspects` of the inputs, the most suspicious first.
    suspects : pandas.DataFrame
        As of `topomaps.statistics.suspect_tables.named_suspects`.
    maps : dict of str -> ndarray of uint8, shape (size, size, 3)
        Map images of the labels by name, and of the inputs of a pair by (given, likelier), where
        there are enough; `colors` as of `topomaps.maps.set_maps.SetMaps`.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
        The inputs; without them, their names and scores are listed.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    columns = ["given label", "these inputs", "acts like"]
    if not any(pair[:2] in maps for pair in pairs):
        columns.remove("these inputs")
    widths = [MAP] * len(columns)
    widths += [PICTURE] * N_PICTURES if shown is not None else [_list_width(suspects, pairs)]
    width = sum(widths) + BESIDE
    lines = wrapped(title, letters(width))
    row = TEXT_ROW if shown is not None and shown.kind == TEXT else ROW
    figure = new_figure((width, row * len(pairs) + LINE_INCHES * lines.count("\n") + 0.4))
    figure.suptitle(lines)
    grid = figure.add_gridspec(len(pairs), len(widths), width_ratios=widths)
    for line, (given, likelier, members) in enumerate(pairs):
        sets = {"given label": given, "these inputs": (given, likelier), "acts like": likelier}
        for column, what in enumerate(columns):
            axes = map_axes(figure, grid[line, column], what if line == 0 else "")
            if sets[what] in maps:
                draw_map(axes, maps[sets[what]], maps["positions"])
            else:
                mark_empty(axes, TOO_FEW)
            is_set = what == "these inputs"
            name = f"n = {len(members)}" if is_set else group_name(sets[what])
            axes.set_xlabel(wrapped(name, LABEL_WIDTH, LABEL_LINES), labelpad=1)
        rows = suspects.iloc[members[:N_PICTURES]]
        if shown is None:
            _list_inputs(figure.add_subplot(grid[line, len(columns) :]), rows)
            continue
        if shown.kind == TEXT:
            entries = [
                (_line(row), words_of(shown[row.index])) for row in rows.head(N_TEXTS).itertuples()
            ]
            width = 0.9 * PICTURE * N_PICTURES
            list_texts(figure.add_subplot(grid[line, len(columns) :]), entries, width)
            continue
        for column, row in enumerate(rows.itertuples(), start=len(columns)):
            axes = map_axes(figure, grid[line, column])
            draw_input(axes, shown, row.index, PICTURE)
            axes.set_xlabel(_probability(row.score), labelpad=1)
    add_color_bar(figure, figure.axes, maps["colors"])
    return figure


def _list_width(suspects, pairs):
    """Inches that the names of inputs need where they are listed, within that of the pictures."""
    rows = suspects.iloc[[each for *_, members in pairs for each in members[:N_PICTURES]]]
    longest = max((text_letters(_line(row)) for row in rows.itertuples()), default=0)
    return min(longest / LETTERS_PER_INCH, N_PICTURES * PICTURE)


def _list_inputs(axes, rows):
    axes.set_axis_off()
    n_letters = letters(N_PICTURES * PICTURE)
    lines = [shortened(_line(row), n_letters) for row in rows.itertuples()]
    axes.text(0.02, 0.5, "\n".join(lines), va="center")


def _probability(score):
    return "< 0.01" if score < 0.01 else f"{score:.2f}"


def _line(row):
    """An input in words: its name and how probably its label is wrong."""
    return f"{_name(row)}: {_probability(row.score)}"


def _name(row):
    return getattr(row, "file", "") or f"input {row.index}"
