"""Parts of an input that can be taken away: cells of an image, features, tokens, times, bands.

Parts of one input have `shape` (of the grid that they form), `names` (or None), and
`altered(masks)`, which gives copies of the input without the parts that masks (m, P) bool name.
"""

import numpy as np


def cell_edges(length, n_cells):
    """Cell (length,) int of each place along a side that is cut into cells as equal as can be."""
    n_cells = min(n_cells, length)
    return np.arange(length) * n_cells // length


class ArrayParts:
    """Parts of an input that is an array: each element belongs to one.

    Parameters
    ----------
    values : ndarray, shape (...)
        The input as it is stored.
    baseline : ndarray, shape (...)
        What stands in the place of what is taken away.
    labels : ndarray of int, shape of the first dimensions of `values`
        Part of each element, numbered along the grid.
    shape : tuple of int
        Of the grid; its product is the number of parts, P.
    names : sequence of str, optional
        Of the parts.
    wrap : callable, optional
        From arrays (m, ...) to what the network takes; as they are by default.
    """

    def __init__(self, values, baseline, labels, shape, names=None, wrap=None):
        self.values, self.shape, self.names = np.asarray(values), tuple(shape), names
        if self.values.dtype.kind in "iu":
            baseline = np.rint(baseline)
        self.baseline = np.asarray(baseline).astype(self.values.dtype)
        inner = self.values.ndim - labels.ndim
        self.labels = labels.reshape(*labels.shape, *[1] * inner)
        self._wrap = wrap or (lambda arrays: arrays)

    @property
    def n_parts(self):
        """Number of parts, P."""
        return int(np.prod(self.shape))

    def altered(self, masks):
        """Copies (m, ...) of the input without the parts that masks (m, P) bool name."""
        taken = np.asarray(masks)[:, self.labels]
        return self._wrap(np.where(taken, self.baseline, self.values))

    def summed(self, elements):
        """Sums (*shape) of numbers for each element (...) over the elements of each part."""
        labels = np.broadcast_to(self.labels, self.values.shape)
        sums = np.bincount(labels.ravel(), np.ravel(elements), minlength=self.n_parts)
        return sums.reshape(self.shape)


def image_parts(image, baseline, n_cells):
    """Cells of an image (height, width[, channels]), at most `n_cells` along each side."""
    rows, columns = (cell_edges(side, n_cells) for side in image.shape[:2])
    shape = rows[-1] + 1, columns[-1] + 1
    return ArrayParts(image, baseline, rows[:, None] * shape[1] + columns, shape)


def feature_parts(values, baseline, names=None):
    """Features (F,) of a row of a table, each a part."""
    return ArrayParts(values, baseline, np.arange(len(values)), (len(values),), names)


class TokenParts:
    """Tokens of a text, those that are none of its own, such as [CLS], left alone.

    Parameters
    ----------
    inputs : dict of str -> ndarray (1, T)
        What the network takes, with `input_ids`.
    own : ndarray of bool, shape (T,)
        Which tokens are of the text.
    replacement : int
        Number of the token that stands for none.
    names : sequence of str
        Of the tokens of the text.
    """

    def __init__(self, inputs, own, replacement, names):
        self._inputs, self._places = inputs, np.flatnonzero(own)
        self._replacement, self.names = replacement, names
        self.shape = (len(self._places),)

    @property
    def n_parts(self):
        """Number of parts, P."""
        return self.shape[0]

    def altered(self, masks):
        """What the network takes of m copies without the parts that masks (m, P) bool name."""
        masks = np.asarray(masks)
        copies = {name: np.repeat(each, len(masks), axis=0) for name, each in self._inputs.items()}
        numbers = copies["input_ids"][:, self._places]
        copies["input_ids"][:, self._places] = np.where(masks, self._replacement, numbers)
        return copies


def sound_parts(inputs, n_times, n_bands):
    """Times of a waveform, or times and bands of a spectrogram, of what a network takes.

    What is taken away is silence in a waveform, and the band's mean in a spectrogram.

    Parameters
    ----------
    inputs : ndarray (1, ...) or dict of str -> ndarray (1, ...)
        In a mapping the first array of real numbers is the sound; others go along.
    n_times, n_bands : int
        At most.
    """
    name, sound, wrap = None, inputs, None
    if isinstance(inputs, dict):
        name = next(key for key, each in inputs.items() if np.asarray(each).dtype.kind == "f")
        sound = inputs[name]

        def wrap(arrays):
            others = {key: np.repeat(each, len(arrays), axis=0) for key, each in inputs.items()}
            return others | {name: arrays}

    sound = sound[0]
    long, *others = [int(axis) for axis in np.argsort([-side for side in sound.shape],
                                                      kind="stable")]  # fmt: skip
    times = _along(cell_edges(sound.shape[long], n_times), long, sound.ndim)
    if not others or sound.shape[others[0]] == 1:
        labels = np.broadcast_to(times, sound.shape)
        return ArrayParts(sound, np.zeros_like(sound), labels, (labels.max() + 1,), wrap=wrap)
    bands = _along(cell_edges(sound.shape[others[0]], n_bands), others[0], sound.ndim)
    shape = times.max() + 1, bands.max() + 1
    labels = np.broadcast_to(times * shape[1] + bands, sound.shape)
    baseline = np.broadcast_to(sound.mean(axis=long, keepdims=True), sound.shape)
    return ArrayParts(sound, baseline, labels, shape, wrap=wrap)


def _along(cells, axis, n_dims):
    """Cells of the places along an axis, to be broadcast to the others."""
    return cells.reshape([-1 if each == axis else 1 for each in range(n_dims)])
