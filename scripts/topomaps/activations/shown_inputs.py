"""What is shown of inputs, by their kind: pictures, texts with their tokens, or sounds."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from topomaps.activations.array_files import open_file
from topomaps.activations.layer_lists import TOKENS, inputs_file
from topomaps.activations.stored_arrays import open_inputs, open_layer
from topomaps.activations.token_index import ARE_INPUTS, PLACES, STARTS
from topomaps.common.files import load_arrays
from topomaps.data.dataset import open_dataset
from topomaps.data.image_archives import open_images
from topomaps.data.kinds import IMAGE, SOUND, TEXT
from topomaps.data.pictures import SEEN, picture
from topomaps.data.shown_sounds import SECONDS, as_mp3, for_people, spectrogram
from topomaps.data.sounds import read_sound


class Pictures:
    """Pictures of inputs by their number.

    Parameters
    ----------
    read : callable
        Number of an input -> array (height, width[, channels]).
    """

    kind = IMAGE

    def __init__(self, read):
        self._read = read

    def __getitem__(self, index):
        """Picture (height, width) or (height, width, 3) of an input."""
        pixels = np.asarray(self._read(int(index)))
        return pixels[..., 0] if pixels.ndim == 3 and pixels.shape[-1] == 1 else pixels


class ShownTexts:
    """Texts of inputs by their number, and their tokens.

    Parameters
    ----------
    read : callable
        Number of an input -> its text, or that in which a token is an input.
    tokens : dict of str -> ndarray, optional
        Arrays of `topomaps.activations.token_index.TokensSeen`; without them, a text has no tokens.
    """

    kind = TEXT

    def __init__(self, read, tokens=None):
        self._read, tokens = read, tokens or {}
        self._starts, self._places = tokens.get(STARTS), tokens.get(PLACES)
        self.are_tokens = bool(tokens.get(ARE_INPUTS, False))

    def __getitem__(self, index):
        """Text of an input."""
        return str(self._read(int(index)))

    def tokens(self, index):
        """Tokens of the text of an input.

        Returns
        -------
        rows : slice
            Where they lie among the tokens of all texts, as of `open_tokens`.
        places : ndarray of int, shape (k, 2)
            Where each begins and ends in the text, in characters; k is 0 where none are known.
        chosen : int
            The one that is the input; -1 where the whole text is.
        """
        if self._starts is None:
            return slice(0, 0), np.zeros((0, 2), dtype=int), -1
        text = index
        if self.are_tokens:
            text = int(np.searchsorted(self._starts, index, side="right")) - 1
        rows = slice(int(self._starts[text]), int(self._starts[text + 1]))
        return rows, self._places[rows], int(index - rows.start) if self.are_tokens else -1


class ShownSounds:
    """Sounds of inputs by their number, as far as they are seen and heard.

    Parameters
    ----------
    read : callable
        Number of an input -> `topomaps.data.sounds.Waveform`, its first seconds.
    names : callable
        Number of an input -> name of its file.
    """

    kind = SOUND

    def __init__(self, read, names):
        self._read, self._names = read, names

    def __getitem__(self, index):
        """Spectrogram (height, width) of an input, as of `topomaps.data.shown_sounds`."""
        return spectrogram(*for_people(self._read(int(index))))

    def name(self, index):
        """Name of the file of an input."""
        return str(self._names(int(index)))

    def length(self, index):
        """How long an input is, or how much of it is seen and heard, in words."""
        sound = self._read(int(index))
        seconds = f"{len(sound.samples) / sound.rate:.1f} s"
        return f"first {seconds}" if sound.is_cut else seconds

    def mp3(self, index):
        """Bytes of what is heard of an input."""
        return as_mp3(*for_people(self._read(int(index))))


def open_shown_inputs(activations, dataset=None, with_texts=True):
    """What is shown of the inputs of activations.

    Parameters
    ----------
    activations : path-like
        Folder of an extraction, or a user's file or folder, which may hold an array `inputs`.
    dataset : path-like, optional
        File of the dataset that the network saw.
    with_texts : bool
        Whether texts may be seen, and sounds seen and heard.

    Returns
    -------
    Pictures, ShownTexts, ShownSounds or None
        None where there are none, or the inputs cannot be seen.
    """
    shown = _of_user(activations) if dataset is None else _of_dataset(activations, dataset)
    return None if shown is not None and shown.kind != IMAGE and not with_texts else shown


def _of_dataset(activations, dataset):
    """What is shown of the inputs of an extraction."""
    data = open_dataset(dataset)
    if data.kind not in (*SEEN, TEXT, SOUND):
        return None
    arrays = load_arrays(Path(activations) / "inputs.npz")
    rows = arrays["rows"]
    if data.kind == TEXT:
        return ShownTexts(lambda index: data.texts[rows[index]], arrays)
    if data.kind == SOUND:
        return _sounds_of(data, rows)
    return Pictures(lambda index: picture(data, rows[index]))


def _sounds_of(data, rows):
    """Sounds of a dataset by the numbers of the inputs, the last one kept."""
    files = open_images(data.archive)

    @lru_cache(maxsize=1)
    def read(index):
        return read_sound(files.read(str(data.files[rows[index]])), seconds=SECONDS)

    return ShownSounds(read, lambda index: data.files[rows[index]])


def _of_user(activations):
    """What is shown of the array `inputs` of a user: images, or texts."""
    inputs = open_inputs(activations)
    if inputs is None:
        return None
    if inputs.ndim == 1 and inputs.dtype.kind == "U":
        known = inputs_file(activations)
        arrays = load_arrays(known) if known.suffix == ".npz" else {}
        tokens = {key: arrays[key] for key in (STARTS, PLACES, ARE_INPUTS) if key in arrays}
        return ShownTexts(lambda index: inputs[index], tokens)
    return Pictures(lambda index: inputs[index]) if inputs.ndim in (3, 4) else None


def open_tokens(activations, layer, shown):
    """Activations (K, N) of the tokens of all texts in a layer; None where they are not kept.

    Parameters
    ----------
    activations : path-like
        As of `open_shown_inputs`.
    layer : str
        As stored.
    shown : Pictures, ShownTexts or None
    """
    if shown is None or shown.kind != TEXT:
        return None
    if shown.are_tokens:
        return open_layer(activations, layer)
    file = Path(activations) / f"{layer}{TOKENS}.npy"
    return open_file(file) if file.is_file() else None


def token_excitations(shown, tokens, inputs, neurons):
    """How much each token of some texts excites some neurons, between 0 and 1.

    Parameters
    ----------
    shown : ShownTexts
    tokens : array-like, shape (K, N), or None
        As of `open_tokens`.
    inputs : sequence of int
    neurons : ndarray of int, shape (M,)

    Returns
    -------
    list of ndarray, shape (k,)
        The mean over the neurons, from the least token of all these texts to the most; zeros
        where nothing is known.
    """
    rows = [shown.tokens(each)[0] for each in inputs]
    if tokens is None:
        return [np.zeros(each.stop - each.start) for each in rows]
    means = [np.asarray(tokens[each], np.float64)[:, neurons].mean(axis=1) for each in rows]
    every = np.concatenate([*means, np.zeros(0)])
    low, extent = (every.min(), np.ptp(every)) if len(every) else (0.0, 0.0)
    return [(each - low) / (extent or 1) for each in means]
