"""Labelled images as arrays: reading, the split of the digits, and planted label errors."""

import gzip
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from topomaps.data.integrity import DamagedFile, check

IDX_UINT8 = 8  # type code of unsigned bytes in an IDX header
TEST_STRIDE = 3


def read_idx(path):
    """Read a gzipped IDX file of unsigned bytes, the format of MNIST.

    The header is two zero bytes, a type code, the number of dimensions D and D sizes as
    big-endian 32-bit integers.

    Returns
    -------
    ndarray of uint8, with the shape that the header states

    Raises
    ------
    ValueError
        If the header is not that of an IDX file of unsigned bytes, or the content is shorter or
        longer than it states.
    """
    with gzip.open(path, "rb") as stream:
        content = stream.read()
    if len(content) < 4 or content[:3] != bytes([0, 0, IDX_UINT8]):
        raise ValueError(f"{path} is no IDX file of unsigned bytes: it starts with {content[:4]!r}")
    n_dimensions = content[3]
    start = 4 + 4 * n_dimensions
    if len(content) < start:
        raise ValueError(f"{path} ends within its header")
    shape = tuple(int(size) for size in np.frombuffer(content[4:start], dtype=">u4"))
    values = np.frombuffer(content, dtype=np.uint8, offset=start)
    if values.size != np.prod(shape, dtype=np.uint64):
        raise ValueError(f"{path} states the shape {shape} but holds {values.size} values")
    return values.reshape(shape)


def split_digits():
    """Training and test part of scikit-learn's 1,797 handwritten digits.

    Every third image of each class, in the order of the data set, is a test image: 1,201
    training and 596 test images, the classes equally frequent in both, and no randomness.

    Returns
    -------
    dict
        Arrays train_inputs (n, 8, 8) uint8 with values 0 to 16, train_labels (n,) int64,
        test_inputs, test_labels.
    """
    # ASSUME: a third for testing leaves about 60 images a class for groups.
    digits = load_digits()
    place_in_class = np.empty(digits.target.size, dtype=np.int64)
    for label in np.unique(digits.target):
        members = np.flatnonzero(digits.target == label)
        place_in_class[members] = np.arange(members.size)
    is_test = place_in_class % TEST_STRIDE == TEST_STRIDE - 1
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.int64)
    return {
        "train_inputs": images[~is_test],
        "train_labels": labels[~is_test],
        "test_inputs": images[is_test],
        "test_labels": labels[is_test],
    }


def read_dataset(source, paths=()):
    """Read a source as the arrays that all later stages use.

    Parameters
    ----------
    source : topomaps.data.sources.Source
    paths : sequence of path-like
        Downloaded files, named as the source names them, in any order.

    Returns
    -------
    dict
        train_inputs (n, h, w) uint8, train_labels (n,) int64, train_altered (n,) bool (all
        false), the same for test, class_names (C,) str, scale () float.

    Raises
    ------
    ValueError
        If a file is missing or damaged, or arrays contradict each other.
    """
    parts = _read_files(source, paths) if source.files else split_digits()
    for split in ("train", "test"):
        labels = parts[f"{split}_labels"] = parts[f"{split}_labels"].astype(np.int64)
        _check_split(source, split, parts[f"{split}_inputs"], labels)
        parts[f"{split}_altered"] = np.zeros(labels.size, dtype=bool)
    return {**parts, "class_names": np.array(source.class_names), "scale": np.array(source.scale)}


def _read_files(source, paths):
    """Arrays by role, from files that are checked once more."""
    by_name = {Path(path).name: Path(path) for path in paths}
    parts = {}
    for name, file in source.files.items():
        if name not in by_name:
            raise ValueError(f"source {source.name} needs the file {name}, which was not given")
        try:
            check(name, file, by_name[name])
        except DamagedFile as error:
            raise DamagedFile(f"{by_name[name]}: {error}; delete it and run again") from error
        parts[file.role] = read_idx(by_name[name])
    return parts


def _check_split(source, split, inputs, labels):
    """Raise ValueError if inputs and labels do not fit each other or the source."""
    n_classes = len(source.class_names)
    if inputs.shape[1:] != source.image_shape:
        raise ValueError(
            f"{source.name}: {split} images have the shape {inputs.shape[1:]} instead of "
            f"{source.image_shape}"
        )
    if labels.shape != inputs.shape[:1]:
        raise ValueError(
            f"{source.name}: {inputs.shape[0]} {split} images but labels of shape {labels.shape}"
        )
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        raise ValueError(
            f"{source.name}: {split} labels range from {labels.min()} to {labels.max()}, "
            f"but there are {n_classes} classes, counted from 0"
        )


def alter_labels(labels, from_class, to_class, fraction, seed):
    """Give a random part of one class the label of another (HHAI, section 6.1.1).

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    from_class, to_class : int
    fraction : float
        Share of `from_class` that is altered, rounded to whole examples.
    seed : int

    Returns
    -------
    labels : ndarray of int, shape (n,)
        A copy.
    altered : ndarray of bool, shape (n,)
        True where the label was changed.
    """
    members = np.flatnonzero(labels == from_class)
    chosen = np.random.default_rng(seed).choice(
        members, size=round(fraction * members.size), replace=False
    )
    altered = np.zeros(labels.size, dtype=bool)
    altered[chosen] = True
    return np.where(altered, to_class, labels), altered


def with_altered_labels(dataset, alter, seed):
    """Copy of a dataset with label errors in one split.

    Parameters
    ----------
    dataset : dict
        As `read_dataset` returns it.
    alter : mapping
        split ("train" or "test"), from, to (indices of classes) and fraction (0 to 1).
    seed : int

    Raises
    ------
    ValueError
        If a setting is missing, unknown or out of range; names setting, value and what is allowed.
    """
    if set(alter) != {"split", "from", "to", "fraction"}:
        raise ValueError(
            f"label alteration needs exactly split, from, to and fraction, got {sorted(alter)}"
        )
    split, fraction = alter["split"], alter["fraction"]
    if split not in ("train", "test"):
        raise ValueError(f"alter: split is {split!r}, allowed are train and test")
    if not 0 <= fraction <= 1:
        raise ValueError(f"alter: fraction is {fraction}, allowed is 0 to 1")
    classes = dataset["class_names"]
    for key in ("from", "to"):
        if not 0 <= alter[key] < len(classes):
            raise ValueError(
                f"alter: {key} is {alter[key]}, allowed are 0 to {len(classes) - 1}, "
                f"the indices of the classes {', '.join(classes)}"
            )
    if alter["from"] == alter["to"]:
        raise ValueError(f"alter: from and to are the same class, {alter['from']}")
    labels, altered = alter_labels(
        dataset[f"{split}_labels"], alter["from"], alter["to"], fraction, seed
    )
    return {**dataset, f"{split}_labels": labels, f"{split}_altered": altered}
