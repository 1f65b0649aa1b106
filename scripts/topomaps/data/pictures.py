"""Inputs of a dataset as pictures, for figures."""

from functools import lru_cache

import numpy as np

from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_archives import UnreadableFile, open_images
from topomaps.data.image_decoding import decode_image

SEEN = ("image",)  # kinds of input that have pictures


def pictures(dataset, rows, size=None):
    """Some inputs of a dataset as pictures.

    Parameters
    ----------
    dataset : topomaps.data.dataset.Dataset
    rows : iterable of int
    size : sequence of int, optional
        (height, width) that image files are brought to; their own if left out.

    Returns
    -------
    list of ndarray of uint8, shape (height, width) or (height, width, 3)
        Black is 0 and white is 255; None in place of inputs that cannot be seen.

    Raises
    ------
    ValueError
        If an image file cannot be read.
    """
    if dataset.kind not in SEEN:
        return [None for _ in rows]
    if dataset.inputs is not None:
        return [_from_array(dataset, row) for row in rows]
    images = _opened(dataset.archive)
    return [_from_file(images, dataset, row, size) for row in rows]


@lru_cache(maxsize=1)
def _opened(archive):
    """Opened folder or archive, kept for the next picture: the list of a large one takes long."""
    return open_images(archive)


def picture(dataset, row, size=None):
    """One input of a dataset as a picture; see `pictures`."""
    return pictures(dataset, [row], size)[0]


def _from_array(dataset, row):
    pixels = np.asarray(dataset.inputs[row], dtype=float) / dataset.scale
    pixels = np.clip(np.round(255 * pixels), 0, 255).astype(np.uint8)
    return pixels[..., 0] if pixels.shape[2:] == (1,) else pixels


def _from_file(images, dataset, row, size):
    name = str(dataset.files[row])
    try:
        return decode_image(
            images.read(name), DecodingReport(), size=size, white=dataset.white,
            background=dataset.background,
        )  # fmt: skip
    except (UnreadableFile, OSError) as error:
        raise ValueError(f"{dataset.archive}: {name} {error}") from error
