"""Parts of divided groups: their maps beside that of the whole, and the inputs of the second."""

from topomaps.common.probabilities import equals_p
from topomaps.common.reader_names import group_name, layer_name
from topomaps.data.kinds import TEXT
from topomaps.figures.canvas import new_figure
from topomaps.figures.map_panels import add_color_bar, draw_map, map_axes
from topomaps.figures.shown_inputs import draw_input, list_texts, words_of
from topomaps.figures.style import wrapped
from topomaps.statistics.subgroup_tables import subgroup_sentence

N_ROWS, N_PICTURES, N_NEURONS = 8, 4, 5
MAP, PICTURE, NUMBERS = 0.85, 0.42, 1.25  # inches
LABEL_WIDTH, TEXT_WIDTH, TITLE_WIDTH = 14, 24, 100
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
    figure = new_figure((sum(widths) + 0.7, 1.2 * len(rows) + 0.7))
    figure.suptitle(wrapped(title, TITLE_WIDTH))
    grid = figure.add_gridspec(len(rows), len(widths), width_ratios=widths)
    for line, row in enumerate(rows.itertuples()):
        key = row.group, row.towards
        sets = (row.group, (*key, 0), (*key, 1), row.acts_like)
        like = group_name(row.acts_like) if row.acts_like else "no other"
        names = group_name(row.group), f"{1 - row.share:.0%}", f"{row.share:.0%}", like
        for column, (what, name) in enumerate(zip(sets, names, strict=True)):
            axes = map_axes(figure, grid[line, column], COLUMNS[column] if line == 0 else "")
            if what in maps:
                draw_map(axes, maps[what], maps["positions"])
            axes.set_xlabel(wrapped(str(name), LABEL_WIDTH), labelpad=1)
        if n_shown:
            _draw_inputs(figure, grid, line, shown, examples[key][:n_shown])
        axes = figure.add_subplot(grid[line, -1])
        axes.set_axis_off()
        listed = "" if n_shown else f"inputs {', '.join(map(str, examples[key][:N_PICTURES]))}"
        own = neurons[(neurons["group"] == row.group) & (neurons["towards"] == row.towards)]
        axes.text(0, 0.5, _words(row, own, listed), va="center")
    add_color_bar(figure, figure.axes, maps["colors"])
    return figure


def _draw_inputs(figure, grid, line, shown, inputs):
    """Draw the inputs of a second part in a line of the grid, as their kind is shown."""
    if shown.kind == TEXT:
        entries = [(f"input {index}", words_of(shown[index])) for index in inputs]
        axes = figure.add_subplot(grid[line, len(COLUMNS) : len(COLUMNS) + N_PICTURES])
        list_texts(axes, entries, PICTURE * N_PICTURES)
        return
    for number, index in enumerate(inputs):
        axes = map_axes(figure, grid[line, len(COLUMNS) + number])
        draw_input(axes, shown, index, PICTURE)


def _words(row, neurons, listed):
    """What is known of the parts, line by line."""
    found = f"p {equals_p(row.p_holm)} (Holm), {row.distance:.1f} standard deviations apart"
    read = row._replace(group=group_name(row.group), acts_like=group_name(row.acts_like))
    lines = [subgroup_sentence(read), found]
    first = neurons[neurons["rank"] <= N_NEURONS]
    last = first["layer"].iloc[-1] if len(first) else None
    told = [f"{each.neuron} ({each.difference:+.1f})" for each in first.itertuples()
            if each.layer == last]  # fmt: skip
    if told:
        lines.append(f"neurons of {layer_name(last)}: {', '.join(told)}")
    return "\n".join(wrapped(each, TEXT_WIDTH) for each in [*lines, listed] if each)
