"""Image files that users bring along, decoded to one size."""

import logging
from pathlib import Path

import numpy as np
from PIL import Image

from topomaps.data.image_decoding import MAX_BYTES, DecodingReport, decode_image

logger = logging.getLogger(__name__)

MAX_TOTAL_BYTES = 8 * 2**30  # of all images, decoded


def decode_files(folder, files, image_size, channels, damaged):
    """Decode image files to one size.

    Parameters
    ----------
    folder : path-like
    files : sequence of str
        Relative to the folder.
    image_size : tuple of int
        (height, width)
    channels : {1, 3}
        Grey or RGB.
    damaged : {"skip", "refuse"}
        What to do with files that are missing or no readable images.

    Returns
    -------
    images : ndarray of uint8, shape (m, height, width, channels)
    read : ndarray of int, shape (m,)
        Indices of the files that could be read.

    Raises
    ------
    ValueError
        If a file is damaged and these are refused, none can be read, or all together are too large.
    """
    needed = len(files) * channels * int(np.prod(image_size))
    if needed > MAX_TOTAL_BYTES:
        raise ValueError(
            f"{len(files):,} images of {image_size[0]} x {image_size[1]} px need "
            f"{needed / 2**30:.0f} GiB, the limit is {MAX_TOTAL_BYTES / 2**30:.0f}; set a "
            "smaller image_size, or export activations and use those"
        )
    report, images, read = DecodingReport(), [], []
    for index, name in enumerate(files):
        try:
            images.append(_decode_file(Path(folder) / name, image_size, channels, report))
        except Exception as error:  # hostile bytes make decoders raise errors of many kinds
            if damaged == "refuse":
                raise ValueError(
                    f"{Path(folder) / name} is no readable image ({error}); replace it, or set "
                    "damaged_images: skip"
                ) from error
            report.skipped[name] = str(error)
            logger.warning("%s is skipped: %s", Path(folder) / name, error)
        else:
            read.append(index)
    logger.info(report.sentence())
    if not images:
        raise ValueError(f"none of the {len(files)} images below {folder} can be read")
    return np.stack(images), np.array(read)


def _decode_file(path, image_size, channels, report):
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path.stat().st_size:,} bytes are too many for an image")
    pixels = decode_image(path.read_bytes(), image_size, report)
    return pixels if channels == 3 else np.asarray(Image.fromarray(pixels).convert("L"))[..., None]
