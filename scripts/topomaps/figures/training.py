"""Maps of the classes over the training, on one layout: as a strip and as an animation."""

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from topomaps.common.files import replacing
from topomaps.common.reader_names import column_name
from topomaps.figures.map_panels import add_color_bar, draw_group, map_axes, name_row
from topomaps.figures.style import cell_width, letters, wrapped

FRAME_MS = 800
LAST_FRAME_MS = 2500
COLUMNS_OF_FRAME = 5
BESIDE = 1.0  # inches: names of classes, and the colour bar
LEAST = 0.45  # inches, of a map above which numbers have room


def plot_training(maps, accuracies):
    """Show classes in rows and checkpoints in columns.

    Parameters
    ----------
    maps : dict
        Arrays of `render_maps`, groups by checkpoint (rows) and class (columns).
    accuracies : array, shape (K,)
        Test accuracy at each checkpoint.

    Returns
    -------
    matplotlib.figure.Figure
    """
    steps, classes = _factors(maps)
    cell = cell_width(len(steps), BESIDE, largest=0.8)
    size = cell * len(steps) + BESIDE, cell * len(classes) + 0.6
    figure = plt.figure(figsize=size, layout="constrained")
    grid = figure.add_gridspec(len(classes), len(steps), wspace=0, hspace=0)
    all_axes = []
    for group, (step, name) in enumerate(zip(maps["rows"], maps["columns"], strict=True)):
        column, row = steps.index(step), classes.index(name)
        axes = map_axes(figure, grid[row, column])
        draw_group(axes, maps, group, count=False)
        if row == 0:
            words = f"{int(step):,}\n{accuracies[column]:.1%}"
            axes.set_title(words, rotation=90 * (cell < LEAST))
        if column == 0:
            name_row(axes, column_name(name), cell)
        all_axes.append(axes)
    words = "above each column: training steps, and accuracy of the test"
    figure.suptitle(wrapped(words, letters(size[0])))
    add_color_bar(figure, all_axes, maps)
    return figure


def training_frames(maps, accuracies):
    """Pictures of the animation, one per checkpoint: the maps of all classes, with the accuracy.

    Returns
    -------
    list of ndarray of uint8, shape (height, width, 3)
    """
    steps, classes = _factors(maps)
    return [
        _frame(
            maps, step, classes, f"after {int(step):,} training steps, test accuracy {accuracy:.1%}"
        )
        for step, accuracy in zip(steps, accuracies, strict=True)
    ]


def save_animation(path, frames):
    """Write pictures as an animated GIF that repeats for ever and rests on the last picture."""
    pictures = [Image.fromarray(frame).quantize(256) for frame in frames]
    durations = [FRAME_MS] * (len(pictures) - 1) + [LAST_FRAME_MS]
    with replacing(path) as temporary:
        pictures[0].save(
            temporary, format="GIF", save_all=True, append_images=pictures[1:],
            duration=durations, loop=0,
        )  # fmt: skip


def _frame(maps, step, classes, title):
    lines = -(-len(classes) // COLUMNS_OF_FRAME)
    figure = plt.figure(figsize=(1.3 * COLUMNS_OF_FRAME, 1.5 * lines + 0.3), layout="constrained")
    grid = figure.add_gridspec(lines, COLUMNS_OF_FRAME)
    for group in np.flatnonzero(maps["rows"] == step):
        name = maps["columns"][group]
        axes = map_axes(figure, grid[divmod(classes.index(name), COLUMNS_OF_FRAME)])
        axes.set_title(column_name(name))
        draw_group(axes, maps, group, count=False)
    figure.suptitle(title)
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())[..., :3].copy()
    plt.close(figure)
    return picture


def _factors(maps):
    """Distinct checkpoints and classes, in their order."""
    return list(dict.fromkeys(maps["rows"])), list(dict.fromkeys(maps["columns"]))
