"""Published images with classes, as arrays: the IDX format of MNIST, and the digits."""

import gzip

import numpy as np

from topomaps.data.dataset import TEST, TRAIN, dataset_arrays
from topomaps.data.integrity import DamagedFile, check, paths_by_name

IDX_UINT8 = 8  # type code of unsigned bytes in an IDX header
TEST_STRIDE = 3
SPLITS = (TRAIN, TEST)


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
    from sklearn.datasets import load_digits  # here, for it takes seconds

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


def image_dataset(source, paths=()):
    """Dataset of images in arrays: the digits, MNIST, Fashion-MNIST.

    Parameters
    ----------
    source : topomaps.data.source_records.Source
    paths : sequence of path-like
        Downloaded files, named as the source names them, in any order.

    Returns
    -------
    dict
        As of `topomaps.data.dataset.dataset_arrays`, training inputs first; inputs (n, h, w) uint8.

    Raises
    ------
    ValueError
        If a file is missing or damaged, or arrays contradict each other.
    """
    parts = _read_files(source, paths) if source.files else split_digits()
    for split in SPLITS:
        labels = parts[f"{split}_labels"] = parts[f"{split}_labels"].astype(np.int64)
        _check_split(source, split, parts[f"{split}_inputs"], labels)
    return dataset_arrays(
        np.repeat(SPLITS, [len(parts[f"{split}_labels"]) for split in SPLITS]),
        labels=np.concatenate([parts[f"{split}_labels"] for split in SPLITS]),
        class_names=source.class_names,
        inputs=np.concatenate([parts[f"{split}_inputs"] for split in SPLITS]),
        scale=source.scale,
    )


def _read_files(source, paths):
    """Arrays by role, from files that are checked once more."""
    by_name, parts = paths_by_name(source, paths), {}
    for name, file in source.files.items():
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
