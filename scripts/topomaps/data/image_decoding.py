"""Image files decoded to RGB at one size, and a report on what was met."""

import io
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
MAX_BYTES = 100_000_000  # of one image file, unpacked
MAX_PIXELS = 50_000_000


@dataclass
class DecodingReport:
    """What decoding met: counts of images as asked for, converted, resized, and those skipped.

    Attributes
    ----------
    n_decoded : int
    converted : Counter
        Images by colour mode other than RGB, for example "L" (greyscale) or "CMYK".
    resized : Counter
        Images by (width, height) other than the one asked for.
    skipped : dict
        Reason by name of file.
    """

    n_decoded: int = 0
    converted: Counter = field(default_factory=Counter)
    resized: Counter = field(default_factory=Counter)
    skipped: dict = field(default_factory=dict)

    def add(self, other):
        """Include the counts of another report."""
        self.n_decoded += other.n_decoded
        self.converted += other.converted
        self.resized += other.resized
        self.skipped |= other.skipped

    def sentence(self):
        """Counts in words."""
        modes = ", ".join(f"{count:,} {mode}" for mode, count in self.converted.most_common())
        return (
            f"{self.n_decoded:,} images decoded; converted to RGB: {modes or 'none'}; "
            f"resized: {self.resized.total():,}; not readable: {len(self.skipped):,}"
        )


def decode_image(data, image_shape, report):
    """Decode an image file to RGB at the size asked for.

    Parameters
    ----------
    data : bytes
    image_shape : tuple of int
        (height, width)
    report : DecodingReport
        Counts the image, and whether it was converted or resized.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(f"{image.width} x {image.height} pixels are too many")
        mode, size = image.mode, image.size
        image = image.convert("RGB")
    height, width = image_shape
    if size != (width, height):
        # ASSUME: bicubic with antialiasing, the aspect ratio is not kept.
        image = image.resize((width, height), Image.Resampling.BICUBIC)
        report.resized[size] += 1
    if mode != "RGB":
        report.converted[mode] += 1
    report.n_decoded += 1
    return np.asarray(image)
