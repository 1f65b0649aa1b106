"""Activations in a stream: batches of images in, sums per group and means per image out.

Memory holds one batch and the sums, whatever the number of images.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import NamedTuple

import numpy as np

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_REPORTS = 20
CHUNK_BYTES = 2**22  # of the product of memberships and activations, to fit into a cache


class StreamedLayer(NamedTuple):
    """What is kept of a layer of N neurons.

    Attributes
    ----------
    channel_means : ndarray of float32, shape (n, N)
        Activation of each image, feature maps averaged; NaN for images that were not read.
    group_sums : ndarray of float64, shape (G, N) or (G, height, width, N)
    """

    channel_means: np.ndarray
    group_sums: np.ndarray


def stream_layers(forward, batches, members):
    """Run a network over batches of images and reduce its activations at once.

    Parameters
    ----------
    forward : callable
        Images (b, height, width, 3) -> dict of layer -> activations (b, ..., N) float32.
    batches : iterable of (rows, images)
        Indices (b,) of the images among all n, and the images. Images that never come count as
        not read.
    members : ndarray of float32, shape (G, n)
        1 where an image belongs to a group, else 0; an image may belong to any number of groups.

    Returns
    -------
    layers : dict of str -> StreamedLayer
    read : ndarray of bool, shape (n,)

    Raises
    ------
    ValueError
        If no image could be read, or an activation is not finite.
    """
    layers, read = {}, np.zeros(members.shape[1], dtype=bool)
    progress = _Progress(len(read))
    # A batch is summed while the network works on the next one.
    with ThreadPoolExecutor(1) as background:
        summing = background.submit(lambda: None)
        for rows, images in batches:
            outputs = forward(images)
            summing.result()  # at most one batch waits, and a fault ends the stream at once
            summing = background.submit(_add_batch, layers, rows, outputs, members)
            read[rows] = True
            progress.report(read.sum())
        summing.result()
    if not read.any():
        raise ValueError("none of the images could be read, so there are no activations")
    progress.report(read.sum(), last=True)
    return layers, read


def _add_batch(layers, rows, outputs, members):
    """Add the activations of a batch to those of its layers."""
    for name, values in outputs.items():
        if name not in layers:
            layers[name] = _empty_layer(values, members)
        _add(layers[name], name, rows, values, members[:, rows])


def _empty_layer(values, members):
    means = np.full((members.shape[1], values.shape[-1]), np.nan, dtype=np.float32)
    return StreamedLayer(means, np.zeros((len(members), *values.shape[1:])))


def _add(layer, name, rows, values, members):
    """Add the activations (b, ..., N) of a batch with memberships (G, b)."""
    inner = tuple(range(1, values.ndim - 1))
    means = values.mean(axis=inner, dtype=np.float64) if inner else values
    if not np.isfinite(means).all():
        raise ValueError(
            f"layer {name} has activations that are NaN or infinite; the weights may be damaged, "
            "or the inputs are scaled in another way than the model expects"
        )
    layer.channel_means[rows] = means
    flat, sums = values.reshape(len(values), -1), layer.group_sums.reshape(len(members), -1)
    step = max(1, CHUNK_BYTES // (4 * len(members)))
    for start in range(0, flat.shape[1], step):
        part = slice(start, start + step)
        sums[:, part] += members @ flat[:, part]


class _Progress:
    """Log lines with count, speed and remaining time."""

    def __init__(self, total):
        self.total, self.start = total, perf_counter()
        self.last = self.start

    def report(self, done, last=False):
        now = perf_counter()
        if last or now - self.last >= SECONDS_BETWEEN_REPORTS:
            speed = done / (now - self.start)
            logger.info(
                "%d of %d images, %.1f images per second, %.0f s to go",
                *(done, self.total, speed, 0 if last else (self.total - done) / speed),
            )
            self.last = now


def streamed_arrays(layers, read, groupings):
    """Arrays of a file of streamed activations, by name.

    Parameters
    ----------
    layers, read
        As `stream_layers` returns them, for the groups of all groupings one after another.
    groupings : dict of str -> topomaps.groups.attributes.AttributeGroups

    Returns
    -------
    dict
        For each layer `{layer}/channel_means` (m, N) of the m images that were read, and
        `{layer}/{grouping}` (G, ..., N), means of the groups, NaN for an empty one, both float32;
        for each grouping `names/…`, `rows/…` and `counts/…` (G,).
    """
    arrays, first = {}, 0
    for name, groups in groupings.items():
        part = slice(first, first + len(groups.names))
        counts = np.array([read[images].sum() for images in groups.images])
        arrays[f"names/{name}"] = np.array(groups.names)
        arrays[f"rows/{name}"] = np.array(groups.rows)
        arrays[f"counts/{name}"] = counts
        for layer, kept in layers.items():
            sums = kept.group_sums[part]
            divisors = np.where(counts, counts, np.nan).reshape(-1, *[1] * (sums.ndim - 1))
            means = np.divide(sums, divisors, dtype=np.float32, casting="unsafe")
            arrays[f"{layer}/{name}"] = means
        first = part.stop
    for layer, kept in layers.items():
        arrays[f"{layer}/channel_means"] = kept.channel_means[read]
    return arrays
