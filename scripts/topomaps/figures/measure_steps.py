"""What the image measures do to a map before they measure (Aequitas, Figure 1)."""

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageFilter

from topomaps.figures.map_panels import draw_map, map_axes
from topomaps.figures.style import PAGE_WIDTH
from topomaps.maps.rendering import sampled
from topomaps.scores.components import CHANNELS, outlines, regions

BLUR_RADIUS, DOWNSCALED = 8, 20  # examples from the middle of the paper's ranges


def plot_measure_steps(image, title, image_size=300, threshold=240, min_area=10):
    """Show the perturbations (A) and the way to connected regions (B) of one map.

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)
    title : str
    image_size : int
        Pixels of the image in both dimensions as regions are found in it.
    threshold, min_area : int
        As of `topomaps.scores.components.components`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = plt.figure(figsize=(PAGE_WIDTH, 2.6), layout="constrained")
    figure.suptitle(title)
    perturbed, measured = figure.subfigures(1, 2, width_ratios=[2, 5])
    perturbed.suptitle("A  perturbation", x=0.02, ha="left")
    measured.suptitle("B  connected components", x=0.02, ha="left")
    _draw_perturbations(perturbed, image)
    grid, channels = measured.add_gridspec(2, 4), sampled(image, image_size)
    for row, (name, channel) in enumerate(CHANNELS.items()):
        _draw_regions(measured, grid, row, name, channels[..., channel], threshold, min_area)
    return figure


def _draw_perturbations(part, image):
    picture = Image.fromarray(image)
    small = picture.resize((DOWNSCALED, DOWNSCALED), Image.Resampling.BICUBIC)
    grid = part.add_gridspec(2, 2)
    draw_map(map_axes(part, grid[:, 0], "map"), image)
    blurred = picture.filter(ImageFilter.GaussianBlur(BLUR_RADIUS))
    draw_map(map_axes(part, grid[0, 1], f"blur, radius {BLUR_RADIUS} px"), np.asarray(blurred))
    resized = small.resize(picture.size, Image.Resampling.BICUBIC)
    title = f"downscaled to {DOWNSCALED} px"
    draw_map(map_axes(part, grid[1, 1], title), np.asarray(resized))


def _draw_regions(part, grid, row, name, channel, threshold, min_area):
    """One channel: as it is, binarised, labelled, and with outlines and hulls."""
    binary = channel <= threshold
    kept = list(regions(binary, min_area))
    titles = [f"{name} channel", f"≤ {threshold}", f"{len(kept)} components", "perimeter and hull"]
    axes = [map_axes(part, grid[row, column], title) for column, title in enumerate(titles)]
    frame = {"extent": (0, 1, 0, 1), "interpolation": "nearest"}
    axes[0].imshow(channel, cmap="gray", vmin=0, vmax=255, **frame)
    axes[1].imshow(~binary, cmap="gray", **frame)
    labels = np.full(binary.shape, np.nan)
    for index, (_, (top, left), region) in enumerate(kept):
        rows, columns = np.nonzero(region)
        labels[rows + top - 1, columns + left - 1] = (index + 1) % 20
        for line, style in zip(outlines(region), ("0.6", "black"), strict=True):
            closed = np.vstack([line[:, 0], line[:1, 0]])
            # Middles of pixels; the region has a rim of one.
            x, y = (closed + np.array([left, top]) - 0.5).T / len(binary)
            axes[3].plot(x, 1 - y, color=style, linewidth=0.8)
    axes[2].imshow(labels, cmap="tab20", vmin=0, vmax=19, **frame)
