"""Image files that are none, told before a network starts: by a look at each, and decoding if in
doubt.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from topomaps.data.account import read_account
from topomaps.data.dataset import LEFT_OUT
from topomaps.data.decoding_report import DecodingReport
from topomaps.data.image_archives import UnreadableFile, open_images
from topomaps.data.image_decoding import decode_image, refusal
from topomaps.data.image_depth import is_deep
from topomaps.data.image_opening import open_image

LOOKING_THREADS = 4  # reading and decoding leave Python's lock to the others
TAIL = 64  # bytes at the end of a file in which its format's end mark stands
END_MARKS = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}


def without_faulty_images(arrays, *, on_damaged):
    """Arrays of a dataset in which the inputs whose image files are none are of no split.

    Parameters
    ----------
    arrays : dict
        As of `topomaps.data.dataset.dataset_arrays`, with image files.
    on_damaged : {"skip", "refuse"}
        Whether they are left out, which the account says, or an error.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        At the first file that is no image, if these are refused.
    """
    archive, files, split = str(arrays["archive"]), arrays["files"], arrays["split"]
    names = files[split != LEFT_OUT].tolist()
    faults = image_faults(archive, names, arrays.get("white"))
    if faults and on_damaged == "refuse":
        name, reason = next(iter(faults.items()))
        raise ValueError(refusal(archive, name, reason))
    if not faults:
        return arrays
    split = np.where(np.isin(files, list(faults)), LEFT_OUT, split)
    account = read_account(str(arrays["account"])).without(
        (name, faults[name]) for name in names if name in faults
    )
    return {**arrays, "split": split, "account": np.array(account.text())}


def image_faults(archive, names, white=None):
    """Reason why it cannot be read, of each image file of a folder or an archive that cannot.

    A file that is damaged in its middle may be found only when it is decoded.

    Parameters
    ----------
    archive : path-like
    names : sequence of str
    white : float, optional
        As of `topomaps.data.image_opening.in_rgb`.

    Returns
    -------
    dict of str to str
        Sentences that begin with their verbs, in the order of the names.
    """
    with open_images(archive) as images, ThreadPoolExecutor(LOOKING_THREADS) as pool:
        reasons = pool.map(lambda name: _fault(images, name, white), names)
        return {name: reason for name, reason in zip(names, reasons, strict=True) if reason}


def _fault(images, name, white):
    """Reason why an image file cannot be read, or None."""
    try:
        data = images.read(name)
        with open_image(data) as image:
            in_doubt = is_deep(image) or not _is_ended(image.format, data)
        if in_doubt:
            decode_image(data, DecodingReport(), white=white)
    except (UnreadableFile, OSError) as error:
        return str(error)
    return None


def _is_ended(kind, data):
    """Whether a file of some formats has the mark, or the length, with which it ends."""
    if kind == "WEBP":
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)
    return END_MARKS.get(kind, b"") in data[-TAIL:]
