"""What the image measures do to a map before they measure (Aequitas, Figure 1)."""

import cv2
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageFilter

from topomaps.components import CHANNELS
from topomaps.plots.style import draw_map, map_axes

BLUR_RADIUS, DOWNSCALED = 8, 20  # examples from the middle of the paper's ranges


def plot_measure_steps(image, title, threshold=240, min_area=10):
    """Show the perturbations (A) and the way to connected regions (B) of one map.

    Parameters
    ----------
    image : ndarray of uint8, shape (size, size, 3)
    title : str
    threshold, min_area : int
        As of `topomaps.components.components`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = plt.figure(figsize=(8.2, 2.9), layout="constrained")
    figure.suptitle(title, fontsize=9)
    perturbed, regions = figure.subfigures(1, 2, width_ratios=[2, 5])
    perturbed.suptitle("A  perturbation", x=0.02, ha="left", fontsize=8)
    regions.suptitle("B  connected components", x=0.02, ha="left", fontsize=8)
    _draw_perturbations(perturbed, image)
    grid = regions.add_gridspec(2, 4)
    for row, (name, channel) in enumerate(CHANNELS.items()):
        _draw_regions(regions, grid, row, name, image[..., channel], threshold, min_area)
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
    binary = (channel <= threshold).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(binary, connectivity=8)
    kept = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] > min_area]
    titles = [f"{name} channel", f"≤ {threshold}", f"{len(kept)} components", "perimeter and hull"]
    axes = [map_axes(part, grid[row, column], title) for column, title in enumerate(titles)]
    frame = {"extent": (0, 1, 0, 1), "interpolation": "nearest"}
    axes[0].imshow(channel, cmap="gray", vmin=0, vmax=255, **frame)
    axes[1].imshow(1 - binary, cmap="gray", **frame)
    shown = np.where(np.isin(labels, kept), labels, 0)
    axes[2].imshow(np.ma.masked_equal(shown, 0) % 20, cmap="tab20", vmin=0, vmax=19, **frame)
    for label in kept:
        region = np.pad((labels == label).astype(np.uint8), 1)
        contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for line, style in ((contours[0], "0.6"), (cv2.convexHull(contours[0]), "black")):
            x, y = np.vstack([line[:, 0], line[:1, 0]]).T / len(labels)
            axes[3].plot(x, 1 - y, color=style, linewidth=0.8)
