"""Inputs as small pictures in a page."""

import base64
from io import BytesIO

import numpy as np
from PIL import Image

SMALL = 32  # pixels; smaller pictures stay as they are, without losses
QUALITY = 80


def as_bytes(pixels):
    """Pixels of an input as bytes: as they are, or stretched to 0 … 255.

    Parameters
    ----------
    pixels : array, shape (height, width) or (height, width, C)

    Returns
    -------
    ndarray of uint8, shape (height, width) or (height, width, 3)
        With 2 channels, or more than 4, the mean over them; of 4 the first 3.
    """
    pixels = np.asarray(pixels)
    if pixels.ndim == 3 and pixels.shape[-1] not in (3, 4):
        pixels = pixels.mean(axis=-1)
    pixels = pixels[..., :3] if pixels.ndim == 3 else pixels
    if pixels.dtype == np.uint8:
        return pixels
    pixels = np.nan_to_num(pixels.astype(float))
    low, extent = pixels.min(), np.ptp(pixels)
    return np.rint(255 * (pixels - low) / (extent or 1)).astype(np.uint8)


def picture_url(pixels, size):
    """A picture as a `data:` URL, which needs no file and no network.

    Parameters
    ----------
    pixels : array
        As of `as_bytes`.
    size : int
        Pixels of the longer side; smaller pictures are not enlarged.

    Returns
    -------
    str
        A PNG of pictures of up to 32 pixels, else a JPEG.
    """
    image = Image.fromarray(as_bytes(pixels))
    if max(image.size) > size:
        image.thumbnail((size, size), Image.Resampling.LANCZOS)
    kind = "png" if max(image.size) <= SMALL else "jpeg"
    options = {"optimize": True} if kind == "png" else {"quality": QUALITY, "optimize": True}
    file = BytesIO()
    image.save(file, kind, **options)
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"
