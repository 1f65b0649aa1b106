"""Which parts of inputs drive regions: overlays, features or words, and whether to believe them."""

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np

from topomaps.attributions.deletion import SHARES
from topomaps.attributions.sanity import FAILED
from topomaps.common.probabilities import equals_p, least_p
from topomaps.common.reader_names import region_name
from topomaps.common.words import ATTRIBUTIONS
from topomaps.data.kinds import TEXT
from topomaps.figures.canvas import COLOR_MAP
from topomaps.figures.map_panels import draw_map, map_axes, outline_neurons
from topomaps.figures.shown_inputs import Word, list_texts
from topomaps.figures.style import PAGE_WIDTH, cell_width, decimals, wrapped

BESIDE, WORDS_HEIGHT, LARGEST = 0.5, 0.3, 0.95  # inches
TEXT_INCHES = 4.2
LABEL_WIDTH = 16  # letters in a line
MAX_FEATURES, NAME = 6, 14  # features of a bar chart, letters of a name
PALE = 0.45  # of bars that names can be read on
WRONG = "tab:red"
FAINT = 0.35  # darkest grey of a picture below attributions


class Shown(NamedTuple):
    """A row of the figure: a region and a method.

    Attributes
    ----------
    place : int
        Of the region in the arrays.
    method : str
    check : dict
        Its row in the table of checks.
    values : dict of str -> ndarray
        The arrays of `explained_arrays` of this region and method, by the last part of their names.
    """

    place: int
    method: str
    check: dict
    values: dict


def plot_attributions(arrays, checks, parts, maps, title, shown=None):
    """Show regions on their maps, and the attributions of inputs that excite them.

    Parameters
    ----------
    arrays : dict
        As of `topomaps.attributions.explanations.explained_arrays`.
    checks, parts : pandas.DataFrame
        With the columns `CHECKS` and `PARTS` of that module.
    maps : dict
        Arrays of `render_maps`.
    title : str
    shown : topomaps.activations.shown_inputs.Pictures, ShownTexts or ShownSounds, optional
        The inputs; without them, attributions stand alone.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each region and method: the map, the inputs, the mean over the group, a network
        with randomised weights, the deletion curve, and below them what the checks say.
    """
    rows = _rows(arrays, checks)
    if not rows:
        return _empty(title)
    are_texts = len(parts) > 0 and (shown is None or shown.kind == TEXT)
    are_texts = are_texts and rows[0].values["inputs"].ndim == 2 and _are_tokens(parts, rows)
    n_inputs = arrays["inputs"].shape[1]
    n_columns = 3 if are_texts else n_inputs + 4
    cell = cell_width(n_inputs + 4, BESIDE, LARGEST)
    size = (
        PAGE_WIDTH if are_texts else n_columns * cell + BESIDE,
        len(rows) * (cell + WORDS_HEIGHT) + 0.5,
    )
    figure = plt.figure(figsize=size, layout="constrained")
    figure.get_layout_engine().set(h_pad=0.01, hspace=0.01)
    figure.suptitle(f"which parts of inputs drive regions: {title}")
    widths = [cell, TEXT_INCHES, cell] if are_texts else [1] * n_columns
    grid = figure.add_gridspec(2 * len(rows), n_columns, width_ratios=widths,
                               height_ratios=[cell, WORDS_HEIGHT] * len(rows))  # fmt: skip
    for line, row in enumerate(rows):
        cells = [grid[2 * line, column] for column in range(n_columns)]
        _draw_region(figure, cells[0], row, arrays, maps)
        if are_texts:
            _draw_texts(figure.add_subplot(cells[1]), row, arrays, parts)
        else:
            _draw_inputs(figure, cells[1:-1], row, arrays, parts, shown, is_first=line == 0)
        _draw_curve(figure.add_subplot(cells[-1]), row, is_first=line == 0)
        _say(figure.add_subplot(grid[2 * line + 1, :]), row.check)
    return figure


def _empty(title):
    figure = plt.figure(figsize=(PAGE_WIDTH / 2, 1), layout="constrained")
    figure.text(0.5, 0.5, f"{title}: no region stands out", ha="center", va="center")
    return figure


def _rows(arrays, checks):
    """Rows of the figure, the methods of a region below each other."""
    by_key = {(row["region"], row["attribution"]): row for row in checks.to_dict("records")}
    rows = []
    for place, name in enumerate(arrays["regions"].tolist()):
        for method in arrays["attributions"].tolist():
            values = {
                key.partition("/")[2]: each[place]
                for key, each in arrays.items()
                if key.startswith(f"{method}/")
            }
            rows.append(Shown(place, method, by_key[name, method], values))
    return rows


def _are_tokens(parts, rows):
    """Whether the named parts differ from input to input, as those of texts do."""
    names = parts.groupby("input")["name"].agg(tuple)
    return (
        len(set(names)) > 1
        or rows[0].values["group"].size == 0
        or np.isnan(rows[0].values["group"]).all()
    )


def _draw_region(figure, cell, row, arrays, maps):
    axes = map_axes(figure, cell)
    neurons = arrays["neurons"][row.place]
    names = maps["groups"].tolist()
    group = str(arrays["groups"][row.place])
    draw_map(axes, maps["images"][names.index(group)], maps["positions"])
    outline_neurons(axes, maps["positions"], neurons[neurons >= 0])
    label = wrapped(region_name(arrays["regions"][row.place], group), LABEL_WIDTH, 2)
    axes.set_ylabel(f"{label}\n{wrapped(ATTRIBUTIONS[row.method], LABEL_WIDTH)}")
    axes.set_xlabel(f"{(neurons >= 0).sum()} neurons", labelpad=1)


def _draw_inputs(figure, cells, row, arrays, parts, shown, is_first):
    """Draw the attributions of each input, the group's mean, and those of a randomised network."""
    values, numbers = row.values, arrays["inputs"][row.place]
    own = [*values["inputs"], values["group"], values["randomised"]]
    limits = [np.nanmax(np.abs(each), initial=0) if np.isfinite(each).any() else 0 for each in own]
    pictures = [*numbers, None, numbers[0]]
    titles = [*(f"input {number}" for number in numbers), "mean of group", "randomised\nweights"]
    names = _names(parts, row, numbers)
    for cell, found, limit, number, words in zip(cells, own, limits, pictures, titles, strict=True):
        axes = figure.add_subplot(cell)
        axes.set(xticks=[], yticks=[])
        is_mean_or_random = not words.startswith("input")
        if is_first or not is_mean_or_random:
            axes.set_title(words, pad=2)
        if not np.isfinite(found).any():
            axes.set_axis_off()
        elif found.ndim == 1:
            _draw_row(axes, found, names)
        else:
            _draw_grid(axes, found, limit, None if number is None or shown is None
                       else shown[number])  # fmt: skip
        is_wrong = row.check["sanity"] == FAILED and words != titles[-1]
        for spine in axes.spines.values():
            spine.set(visible=True, color=WRONG if is_wrong else "0.6",
                      linewidth=1.2 if is_wrong else 0.4)  # fmt: skip


def _names(parts, row, numbers):
    """Names of the parts of a row's first input; None where they have none."""
    own = parts[(parts["input"] == numbers[0]) & (parts["attribution"] == row.method)]
    own = own[own["region"] == own["region"].iloc[0]] if len(own) else own
    return own["name"].astype(str).tolist() if len(own) else None


def _draw_grid(axes, values, limit, picture):
    """Attributions as colours, above the picture of the input where it is shown."""
    box = (0, 1, 0, 1)
    if picture is not None:
        grey = 255 - picture if picture.ndim == 2 else picture.mean(axis=2)
        grey = FAINT + (1 - FAINT) * grey / 255
        axes.imshow(grey, extent=box, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    limit = limit or 1
    opacity = 1 if picture is None else 0.8 * np.nan_to_num(np.abs(values)) / limit
    axes.imshow(values, extent=box, cmap=COLOR_MAP, vmin=-limit, vmax=limit, alpha=opacity,
                interpolation="nearest")  # fmt: skip


def _draw_row(axes, values, names):
    """Attributions of features as bars, the strongest by name, or of times as a line."""
    values = values[np.isfinite(values)]
    if names is None:
        axes.fill_between(np.arange(len(values)), values, step="mid", color="tab:gray")
        axes.axhline(0, color="0.6", linewidth=0.5)
        return
    chosen = np.argsort(-np.abs(values), kind="stable")[:MAX_FEATURES][::-1]
    colors = np.where(values[chosen] > 0, "tab:red", "tab:blue")
    axes.barh(np.arange(len(chosen)), values[chosen], color=colors.tolist(), alpha=PALE)
    for place, feature in enumerate(chosen):
        name = names[feature] if len(names[feature]) <= NAME else f"{names[feature][: NAME - 1]}…"
        axes.text(0.02, place, name, va="center", transform=axes.get_yaxis_transform())


def _draw_texts(axes, row, arrays, parts):
    """Words of the inputs on shades: the more a token drives the region, the darker."""
    own = parts[
        (parts["region"].astype(str) == str(arrays["regions"][row.place]))
        & (parts["attribution"] == row.method)
    ]
    entries = []
    for number in arrays["inputs"][row.place]:
        tokens = own[own["input"] == number]
        largest = max(tokens["value"].max(), 0) or 1
        words = [Word(str(name), max(value, 0) / largest)
                 for name, value in zip(tokens["name"], tokens["value"], strict=True)]  # fmt: skip
        entries.append((f"input {number}", words))
    list_texts(axes, entries, TEXT_INCHES, n_lines=1)


def _draw_curve(axes, row, is_first):
    """The deletion curve in red, beside those of random orders in grey."""
    axes.plot(SHARES, row.values["random"].T, color="0.8", linewidth=0.5)
    axes.plot(SHARES, row.values["deletion"], color=WRONG, linewidth=1.2)
    axes.set(xlim=(0, 1), xticks=[0, 1], yticks=[0, 1])
    axes.tick_params(pad=1, length=2)
    if is_first:
        axes.set_title("activity while\nparts go", pad=2)


def _say(axes, check):
    """Write below a row what the checks say, in red where one failed."""
    axes.set_axis_off()
    lines = [sanity_words(check), deletion_words(check)]
    for place, (words, is_wrong) in enumerate(lines):
        axes.text(0, 1 - 0.55 * place, words, va="top", transform=axes.transAxes,
                  color=WRONG if is_wrong else "0.3", in_layout=False)  # fmt: skip


def sanity_words(check):
    """What the check by randomised networks says of a region, and whether it failed."""
    n_networks = check["randomised"]
    if not n_networks:
        return "not checked against randomised networks", False
    failed = check["sanity"] == FAILED
    verdict = "FAILED the check" if failed else "passed the check"
    p = equals_p(check["p_randomised"], least_p(n_networks))
    return (
        f"{verdict} (p {p}): likeness of the region's halves {decimals(check['halves'])}, with "
        f"randomised weights {decimals(check['similarity'])}; by chance "
        f"{decimals(check['chance_halves'])}, {decimals(check['chance_similarity'])}",
        failed,
    )


def deletion_words(check):
    """What the deletion curve says of a region, and whether it is no better than chance."""
    if not check["orders"]:
        return "not compared with random orders", False
    failed = check["deletion"] == FAILED
    verdict = "NO faster than in random order" if failed else "faster than in random order"
    p = equals_p(check["p_orders"], least_p(check["orders"]))
    return (
        f"activity falls {verdict} (p {p}): area {decimals(check['deletion_area'])}, by chance "
        f"{decimals(check['random_area'])}",
        failed,
    )
