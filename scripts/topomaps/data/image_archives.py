"""Image files in a zip archive, read in batches without unpacking it."""

import logging
import zipfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from topomaps.data.image_decoding import MAX_BYTES, SUFFIXES, DecodingReport, decode_image
from topomaps.data.integrity import ARCHIVE_ERRORS, check_member_names

logger = logging.getLogger(__name__)

BATCHES_AHEAD = 2


def image_names(path):
    """Names of the image files in a zip archive, in its order.

    Raises
    ------
    ValueError
        If the archive is damaged, holds a name twice or one that would leave the folder it is
        unpacked to.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except ARCHIVE_ERRORS as error:
        raise ValueError(
            f"{path} is no complete zip archive ({error}); delete it and run again"
        ) from error
    check_member_names(path, names)
    return [name for name in names if name.lower().endswith(SUFFIXES)]


class ImageBatches:
    """Batches of images from a zip archive, decoded in a background thread.

    While a batch is used the next ones are decoded; memory holds a few batches, whatever the
    number of images. Can be iterated repeatedly.

    Parameters
    ----------
    path : path-like
        Zip archive, never unpacked.
    names : sequence of str
        Files to read, in this order.
    image_shape : tuple of int
        (height, width) that images of other sizes are resized to.
    batch_size : int
    on_damaged : {"skip", "refuse"}
        Whether a file that is no readable image is left out and reported, or an error.

    Attributes
    ----------
    report : DecodingReport
        Of the batches that the last iteration gave.

    Yields
    ------
    rows : ndarray of int, shape (n,)
        Indices into `names`; damaged files are missing.
    images : ndarray of uint8, shape (n, height, width, 3)

    Raises
    ------
    ValueError
        At a damaged file, if these are refused.
    """

    def __init__(self, path, names, image_shape, batch_size, on_damaged="skip"):
        if on_damaged not in ("skip", "refuse"):
            raise ValueError(f"on_damaged is {on_damaged!r}, allowed are skip and refuse")
        self.path = path
        self.names = list(names)
        self.image_shape = image_shape
        self.batch_size = batch_size
        self.on_damaged = on_damaged
        self.report = DecodingReport()

    def __len__(self):
        """Number of batches."""
        return -(-len(self.names) // self.batch_size)

    def __iter__(self):
        """Decode from the first image on."""
        self.report = DecodingReport()
        pending = deque()
        with zipfile.ZipFile(self.path) as archive, ThreadPoolExecutor(1) as background:
            try:
                for start in range(0, len(self.names), self.batch_size):
                    pending.append(background.submit(self._decode_batch, archive, start))
                    if len(pending) > BATCHES_AHEAD:
                        yield from self._reported(pending.popleft())
                while pending:
                    yield from self._reported(pending.popleft())
            finally:
                background.shutdown(cancel_futures=True)

    def _decode_batch(self, archive, start):
        """Rows and images of one batch, and the report on it; runs in the background thread."""
        report = DecodingReport()
        rows, images = [], []
        for row, name in enumerate(self.names[start : start + self.batch_size], start):
            try:
                images.append(decode_image(_read_member(archive, name), self.image_shape, report))
            except Exception as error:  # hostile bytes make decoders raise errors of many kinds
                if self.on_damaged == "refuse":
                    raise ValueError(
                        f"{self.path}: {name} is no readable image ({error}); replace it, or "
                        f"have damaged images skipped"
                    ) from error
                report.skipped[name] = str(error)
                logger.warning("%s: %s is skipped: %s", self.path, name, error)
            else:
                rows.append(row)
        return np.array(rows, dtype=np.int64), images, report

    def _reported(self, future):
        """Add a finished batch to the report; give it unless all of its images were skipped."""
        rows, images, report = future.result()
        self.report.add(report)
        if images:
            yield rows, np.stack(images)


def _read_member(archive, name):
    """Bytes of one file of an archive, within reason."""
    entry = archive.getinfo(name)
    if entry.file_size > MAX_BYTES:
        raise ValueError(f"{entry.file_size:,} bytes are too many for an image")
    return archive.read(entry)
