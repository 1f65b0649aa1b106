"""Parts of divided groups: their maps beside that of the whole, and the inputs of the second."""

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import group_name, layer_name
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
from topomaps.figures.style import letters, wrapped
from topomaps.statistics.subgroup_tables import subgroup_sentence

N_ROWS, N_PICTURES, N_NEURONS = 8, 4, 5
N_TEXTS = 2  # of two lines each, beside a map
MAP, PICTURE, NUMBERS, BESIDE = 0.75, 0.4, 1.75, 0.75  # inches; of the text, and colour bar
LABEL_WIDTH, LABEL_LINES, TEXT_WIDTH = 12, 2, 26
ROW = 1.25  # inches, the least
COLUMNS = ("whole group", "first part", "second part", "acts like")


def plot_subgroups(rows, neurons, maps, examples, shown, title):
    """Show a row for each group: the whole, its parts, what the second acts like, and numbers.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `topomaps.statistics.subgroup_tables.subgroup_table` to show.
    neurons : pandas.DataFrame
        As of `topomaps.statistics.subgroup_tables.neuron_table`.
    maps : dict of str -> ndarray of uint8, shape (size, size, 3)
        Map images of groups by name, and of parts by (group, towards, 0 or 1); `colors` as of
        `topomaps.maps.set_maps.SetMaps`.
    examples : dict of (group, towards) -> sequence of int
        Inputs of the second part, the surest first.
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, or None
        The inputs; without them, their numbers are listed.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    n_shown = N_PICTURES if shown is not None else 0
    widths = [MAP] * len(COLUMNS) + [PICTURE] * n_shown + [NUMBERS]
    texts = [_text(row, neurons, () if n_shown else examples) for row in rows.itertuples()]
    heights = [max(ROW, LINE_INCHES * (each.count("\n") + 3)) for each in texts]
    width = sum(widths) + BESIDE
    lines = wrapped(title, letters(width))
    height = sum(heights) + LINE_INCHES * lines.count("\n") + 0.5
    figure = new_figure((width, height))
    figure.suptitle(lines)
    grid = figure.add_gridspec(len(rows), len(widths), width_ratios=widths, height_ratios=heights)
    for line, (row, text) in enumerate(zip(rows.itertuples(), texts, strict=True)):
        key = row.group, row.towards
        sets = (row.group, (*key, 0), (*key, 1), row.acts_like)
        like = group_name(row.acts_like) if row.acts_like else "no other"
        names = group_name(row.group), f"{1 - row.share:.0%}", f"{row.share:.0%}", like
        for column, (what, name) in enumerate(zip(sets, names, strict=True)):
            axes = map_axes(figure, grid[line, column], COLUMNS[column] if line == 0 else "")
            if what in maps:
                draw_map(axes, maps[what], maps["positions"])
            else:
                mark_empty(axes, "")
            axes.set_xlabel(wrapped(name, LABEL_WIDTH, LABEL_LINES), labelpad=1)
        if n_shown:
            _draw_inputs(figure, grid, line, shown, examples[key][:n_shown])
        axes = figure.add_subplot(grid[line, -1])
        axes.set_axis_off()
        axes.text(0, 0.5, text, va="center")
    add_color_bar(figure, figure.axes, maps["colors"])
    return figure


def _draw_inputs(figure, grid, line, shown, inputs):
    """Draw the inputs of a second part in a line of the grid, as their kind is shown."""
    if shown.kind == TEXT:
        entries = [(f"input {index}", words_of(shown[index])) for index in inputs[:N_TEXTS]]
        axes = figure.add_subplot(grid[line, len(COLUMNS) : len(COLUMNS) + N_PICTURES])
        list_texts(axes, entries, PICTURE * N_PICTURES)
        return
    for number, index in enumerate(inputs):
        axes = map_axes(figure, grid[line, len(COLUMNS) + number])
        draw_input(axes, shown, index, PICTURE)


def _text(row, neurons, examples):
    """What is known of the parts, line by line; of `examples`, if there are any, the numbers."""
    neurons = neurons[(neurons["group"] == row.group) & (neurons["towards"] == row.towards)]
    listed = ""
    if examples:
        numbers = examples[row.group, row.towards][:N_PICTURES]
        listed = f"inputs {', '.join(map(str, numbers))}"
    found = f"p {equals_p(row.p_holm)} (Holm), {row.distance:.1f} standard deviations apart"
    read = row._replace(group=group_name(row.group), acts_like=group_name(row.acts_like))
    lines = [subgroup_sentence(read), found]
    first = neurons[neurons["rank"] <= N_NEURONS]
    last = first["layer"].iloc[-1] if len(first) else None
    told = [f"{each.neuron} ({each.difference:+.1f})".replace("-", "−")
            for each in first.itertuples() if each.layer == last]  # fmt: skip
    if told:
        lines.append(f"neurons of {layer_name(last)}: {', '.join(told)}")
    return "\n".join(wrapped(each, TEXT_WIDTH) for each in [*lines, listed] if each)
