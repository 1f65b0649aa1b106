"""Image files decoded to one size and colour mode."""

import logging

import numpy as np
from PIL import Image

from topomaps.data.dataset import WHITE
from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_archives import UnreadableFile
from topomaps.data.image_opening import check_pixels, in_rgb, open_image

logger = logging.getLogger(__name__)


def decode_image(data, report, *, size=None, channels=3, crop=None, white=None, background=WHITE):
    """Decode an image file: the first of several pages or frames, upright.

    Parameters
    ----------
    data : bytes
    report : DecodingReport
        Counts the image, and whether it was converted or resized.
    size : sequence of int, optional
        (height, width) of the result; that of the file if left out.
    channels : {1, 3}
        Grey (the luma of the RGB values) or RGB.
    crop : float, optional
        As of `fit`.
    white, background
        As of `topomaps.data.image_opening.in_rgb`.

    Returns
    -------
    ndarray of uint8, shape (height, width, channels)

    Raises
    ------
    topomaps.data.image_archives.UnreadableFile
        If the file is no image that is read, or a damaged one.
    """
    with open_image(data) as file:
        mode, several = file.mode, getattr(file, "is_animated", False)
        image, was_turned = in_rgb(file, data, white=white, background=background)
    found = image.size
    report.n_turned += was_turned
    report.n_first += several
    if size is not None and found != (size[1], size[0]):
        report.resized[found] += 1
    if mode != "RGB":
        report.converted[mode] += 1
    image = fit(image, size, crop)
    report.n_decoded += 1
    return np.asarray(image) if channels == 3 else np.asarray(image.convert("L"))[..., np.newaxis]


def fit(image, size, crop=None):
    """Bring an image to a size.

    Parameters
    ----------
    image : PIL.Image.Image
    size : sequence of int, or None
        (height, width); None leaves the image as it is.
    crop : float, optional
        Share, in 0 to 1, of the scaled image's shorter side that a cut from its centre keeps. If
        left out, all of the image is shown and its aspect ratio is not kept.

    Returns
    -------
    PIL.Image.Image
    """
    if size is None:
        return image
    height, width = size
    if crop is None:
        if image.size == (width, height):
            return image
        # ASSUME: bicubic with antialiasing, the aspect ratio is not kept.
        return image.resize((width, height), Image.Resampling.BICUBIC)
    factor = max(height / image.height, width / image.width) / crop
    # Rounded down, as evaluation pipelines do; the small number keeps whole products whole.
    scaled = [int(side * factor + 1e-6) for side in image.size]
    check_pixels(*scaled)
    image = image.resize(scaled, Image.Resampling.BICUBIC)
    left, top = round((image.width - width) / 2), round((image.height - height) / 2)
    return image.crop((left, top, left + width, top + height))


def refusal(archive, name, reason):
    """Sentence about an image file that is refused."""
    return f"{archive}: {name} {reason}; replace it, or set damaged_images: skip"


class RowDecoder:
    """Decodes rows of a dataset of image files; parameters as of
    `topomaps.data.batches.input_batches`.

    It holds no file open, so that one may serve several threads.
    """

    def __init__(self, dataset, *, size=None, channels=3, crop=None, on_damaged="skip"):
        if on_damaged not in ("skip", "refuse"):
            raise ValueError(f"on_damaged is {on_damaged!r}, allowed are skip and refuse")
        self.archive, self.files = dataset.archive, dataset.files
        self.on_damaged = on_damaged
        self.how = {
            "size": dataset.image_size if size is None else tuple(size), "channels": channels,
            "crop": crop, "white": dataset.white, "background": dataset.background,
        }  # fmt: skip

    def decode(self, images, rows):
        """Decode rows from the opened archive.

        Parameters
        ----------
        images
            As of `topomaps.data.image_archives.open_images`.
        rows : ndarray of int

        Returns
        -------
        positions : list of int
            Those of `rows` that could be read.
        pixels : list of ndarray of uint8, shape (height, width, channels)
        report : DecodingReport
        """
        report, positions, pixels = DecodingReport(), [], []
        for position, name in enumerate(self.files[rows].tolist()):
            try:
                pixels.append(decode_image(images.read(name), report, **self.how))
            except (UnreadableFile, OSError) as error:
                if self.on_damaged == "refuse":
                    raise ValueError(refusal(self.archive, name, error)) from error
                report.skipped[name] = str(error)
                logger.warning("%s: %s is skipped, it %s", self.archive, name, error)
            else:
                positions.append(position)
        return positions, pixels, report
