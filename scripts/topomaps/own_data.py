"""Data that users bring along: folders of images, tables of image files, tables of numbers."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

from topomaps.image_archives import MAX_BYTES, SUFFIXES, DecodingReport, decode_image
from topomaps.inputs import as_text, natural_key

logger = logging.getLogger(__name__)

FILE, LABEL = "file", "label"
MAX_TOTAL_BYTES = 8 * 2**30  # of all images, decoded


def read_table(path):
    """Read a table (`.csv`, `.tsv` or `.parquet`).

    Raises
    ------
    ValueError
        If there is no such file, its ending is another, or it cannot be read.
    """
    path = Path(path)
    readers = {
        ".csv": pd.read_csv,
        ".tsv": lambda file: pd.read_csv(file, sep="\t"),
        ".parquet": pd.read_parquet,
    }
    if path.suffix not in readers:
        raise ValueError(f"{path} is no table; allowed endings are {', '.join(readers)}")
    if not path.is_file():
        raise ValueError(f"the table {path} does not exist")
    try:
        return readers[path.suffix](path)
    except Exception as error:  # other people's files make the parsers raise errors of many kinds
        raise ValueError(f"the table {path} cannot be read: {error}") from error


def listed_folder(path):
    """Table of the image files in a folder of class folders: columns file and label."""
    path = Path(path)
    if not path.is_dir():
        raise ValueError(f"the folder {path} does not exist")
    files = [
        (f"{folder.name}/{file.name}", folder.name)
        for folder in sorted(path.iterdir())
        if folder.is_dir()
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in SUFFIXES
    ]
    if not files:
        raise ValueError(f"{path} has no folders with images ({', '.join(SUFFIXES)}) in them")
    return pd.DataFrame(files, columns=[FILE, LABEL])


def columns_of(table, path, names):
    """The named columns of a table as text; raises ValueError that lists what is there."""
    for name in names:
        if name not in table:
            raise ValueError(
                f"{path} has no column {name!r}; it has: {', '.join(map(str, table.columns))}"
            )
    return {name: as_text(table[name]) for name in names}


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


def read_numbers(table, path, left_out):
    """Features of a table of numbers: all columns but those left out.

    Returns
    -------
    ndarray of float64, shape (n, F)

    Raises
    ------
    ValueError
        If a column holds no numbers or has gaps; names column and first row.
    """
    columns = [name for name in table if name not in left_out]
    numbers = table[columns].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise ValueError(
            f"{path}: column {columns[column]!r} holds {table[columns[column]].iloc[row]!r} in row "
            f"{row + 1}, which is no finite number; fill it, drop the row, or name the column "
            "among the attributes if it is no feature"
        )
    if not columns:
        raise ValueError(f"{path} has no columns left to be features")
    return numbers


def split_inputs(labels, test_share, generator):
    """Training and test inputs, the same share of each class.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    test_share : float
        1 makes all of them test inputs.
    generator : numpy.random.Generator

    Returns
    -------
    train, test : ndarray of int
        Sorted indices.
    """
    is_test = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        size = min(len(members), max(1, round(test_share * len(members))))
        is_test[generator.choice(members, size=size, replace=False)] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def as_dataset(inputs, labels, attributes, *, scale, test_share, generator):
    """Arrays of a dataset in the form that all later stages read.

    Parameters
    ----------
    inputs : ndarray, shape (n, ...)
    labels : Series of str, length n
        Missing ones belong to no class: these inputs are test inputs without label.
    attributes : dict of str -> Series of str, length n
    scale : float or None
        Inputs of a model are these divided by it; None standardises each feature by the mean and
        standard deviation of the training inputs (of all inputs if none are for training).

    Returns
    -------
    dict
        As of `topomaps.datasets.read_dataset`, with `test_attributes/<name>` (n_test,) str.
    """
    names = sorted(labels.dropna().unique(), key=natural_key)
    codes = pd.Categorical(labels, categories=names).codes.astype(np.int64)
    train, test = split_inputs(codes, test_share, generator)
    train = train[codes[train] >= 0]
    if scale is None:
        known = inputs[train] if train.size else inputs
        deviation = known.std(axis=0)
        inputs = (inputs - known.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
        inputs, scale = inputs.astype(np.float32), 1.0
    parts = {"class_names": np.array(names, dtype=str), "scale": np.array(float(scale))}
    for split, rows in (("train", train), ("test", test)):
        parts[f"{split}_inputs"] = inputs[rows]
        parts[f"{split}_labels"] = codes[rows]
        parts[f"{split}_altered"] = np.zeros(rows.size, dtype=bool)
    logger.info("%d training and %d test inputs of %d classes", train.size, test.size, len(names))
    for name, values in attributes.items():
        parts[f"test_attributes/{name}"] = values.iloc[test].fillna("").to_numpy(dtype=str)
    return parts
