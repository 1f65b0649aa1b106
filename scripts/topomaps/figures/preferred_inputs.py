"""What would excite regions most, beside the inputs of the data that excite them most and least."""

import matplotlib.pyplot as plt

from topomaps.common.reader_names import region_name
from topomaps.figures.map_panels import draw_map, map_axes, name_row, outline_neurons
from topomaps.figures.style import PAGE_WIDTH, cell_width, letters, wrapped

BESIDE, WORDS_HEIGHT, LARGEST = 0.5, 0.22, 0.9  # inches
GAP = 0.15  # of a cell, between what was sought and what is of the data


def plot_preferred_inputs(arrays, maps, title, shown=None):
    """Show regions on their maps, images sought for them, and inputs of the data.

    Parameters
    ----------
    arrays : dict
        As of `topomaps.preferred_inputs.preferred.preferred_arrays`.
    maps : dict
        Arrays of `render_maps`.
    title : str
    shown : topomaps.activations.shown_inputs.Pictures, optional
        The inputs of the data; without them their numbers are shown.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each region; below each image the activity of the region.
    """
    n_regions = len(arrays["regions"])
    if not n_regions:
        return _empty(title, str(arrays["why"]) or "no region stands out")
    n_sought, n_shown = arrays["preferred"].shape[1], arrays["most"].shape[1]
    n_columns = 1 + n_sought + 2 * n_shown
    cell = cell_width(n_columns + 2 * GAP, BESIDE, LARGEST)
    size = (
        min(PAGE_WIDTH, (n_columns + 2 * GAP) * cell + BESIDE),
        n_regions * (cell + WORDS_HEIGHT) + 0.6,
    )
    figure = plt.figure(figsize=size, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.01, wspace=0.01)
    figure.suptitle(
        f"what would excite regions most: {title}\n(below images: activity of the region)"
    )
    widths = [1, *[1] * n_sought, GAP, *[1] * n_shown, GAP, *[1] * n_shown]
    grid = figure.add_gridspec(n_regions, len(widths), width_ratios=widths)
    first = 1, n_sought + 2, n_sought + n_shown + 3  # columns of the three sets of images
    for place in range(n_regions):
        _draw_region(figure, grid[place, 0], arrays, maps, place, cell + WORDS_HEIGHT)
        sets = (
            ("sought", list(arrays["preferred"][place]), arrays["activities"][place]),
            ("of the data, most", arrays["most"][place], arrays["most_activities"][place]),
            ("of the data, least", arrays["least"][place], arrays["least_activities"][place]),
        )
        for column, (name, images, activities) in zip(first, sets, strict=True):
            for offset, (image, activity) in enumerate(zip(images, activities, strict=True)):
                axes = figure.add_subplot(grid[place, column + offset])
                _draw_image(axes, image, activity, shown)
                if place == 0 and offset == 0:
                    axes.set_title(wrapped(name, letters(cell * len(images))), loc="left")
    return figure


def _empty(title, words):
    figure = plt.figure(figsize=(PAGE_WIDTH, 1), layout="constrained")
    figure.text(0.5, 0.5, wrapped(f"{title}: {words}", letters(0.9 * PAGE_WIDTH)), ha="center",
                va="center")  # fmt: skip
    return figure


def _draw_region(figure, place_in_grid, arrays, maps, place, inches):
    axes = map_axes(figure, place_in_grid)
    neurons = arrays["neurons"][place]
    group = str(arrays["groups"][place])
    draw_map(axes, maps["images"][maps["groups"].tolist().index(group)], maps["positions"])
    outline_neurons(axes, maps["positions"], neurons[neurons >= 0])
    name_row(axes, region_name(arrays["regions"][place], group), inches)
    noise = arrays["noise"][place].mean()
    axes.set_xlabel(f"noise: {_three_digits(noise)}", labelpad=1)


def _three_digits(value):
    return f"{value:#.3g}".rstrip(".").replace("-", "−")


def _draw_image(axes, image, activity, shown):
    """Draw an image, or an input of the data by its number, and write the region's activity."""
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="0.6", linewidth=0.4)
    axes.set_xlabel(_three_digits(activity), labelpad=1)
    is_number = not getattr(image, "ndim", 0)
    picture = image
    if is_number:
        picture = None if shown is None else shown[image]
    if picture is None:
        axes.set_box_aspect(1)
        axes.text(0.5, 0.5, f"{image}", ha="center", va="center", transform=axes.transAxes)
        return
    axes.imshow(picture, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
