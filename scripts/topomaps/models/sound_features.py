"""Sounds in pieces, as the configuration says that a network takes them."""

from typing import NamedTuple

import numpy as np

from topomaps.data.sounds import HOP, HTK, WINDOW, log_mel, mel_power, samples_of_frames
from topomaps.models.preprocessing import Preprocessing
from topomaps.models.sound_settings import LOG_MEL, SECONDS, WAVEFORM, sound_errors, sound_layout

REPEAT = "repeat"


class Pieces(NamedTuple):
    """Pieces of some sounds as a network takes them, p of b sounds.

    Attributes
    ----------
    inputs : ndarray (p, ...), or dict of str -> ndarray
    owners : ndarray of int, shape (p,)
        The sound of each, ascending.
    parts : ndarray, shape (p, 2)
        Where in a piece, of the length 1, what counts begins and ends: not what an earlier piece
        has too, nor silence that fills it up.
    axis : int or None
        Dimension of the time in feature maps (p, height, width, N); None where it is not known.
    """

    inputs: np.ndarray | dict
    owners: np.ndarray
    parts: np.ndarray
    axis: int | None = None

    def __len__(self):
        """Number of the sounds."""
        return int(self.owners[-1]) + 1 if len(self.owners) else 0


def cut_sound(samples, n_samples, shorter=None):
    """Pieces of a sound (n,) one after another, the last of them ending with it.

    Parameters
    ----------
    samples : ndarray, shape (n,)
    n_samples : int or None
        Of a piece; the whole sound is one if left out.
    shorter : {"silence", "repeat"}, optional
        What fills up a sound that is shorter than a piece; silence if left out.

    Returns
    -------
    pieces : ndarray, shape (p, n_samples)
    parts : ndarray, shape (p, 2)
        As of `Pieces`.
    """
    n = len(samples)
    if n_samples is None or n == n_samples:
        return samples[None], np.array([[0.0, 1.0]])
    if n < n_samples:
        if shorter == REPEAT:
            return np.resize(samples, n_samples)[None], np.array([[0.0, 1.0]])
        return np.pad(samples, (0, n_samples - n))[None], np.array([[0.0, n / n_samples]])
    n_whole, rest = divmod(n, n_samples)
    starts = np.arange(n_whole) * n_samples
    parts = np.tile([0.0, 1.0], (n_whole, 1))
    if rest:
        starts = np.append(starts, n - n_samples)
        parts = np.vstack([parts, [1 - rest / n_samples, 1.0]])
    return np.stack([samples[start : start + n_samples] for start in starts]), parts


class SoundFeatures:
    """Sounds as the configuration says that a model takes them.

    Parameters
    ----------
    settings : dict
        Of the model's key `sounds`.
    input_shape : tuple
        Of one input of the model.
    preprocessing : Preprocessing, optional
        Of waveforms or spectrograms, as they are if left out.

    Attributes
    ----------
    rate : int
        Samples in a second that the model expects.
    seconds : float
        The longest sound; the rest is cut off.
    n_samples : int or None
        Of a piece; None where whole sounds of any length are given.

    Raises
    ------
    ValueError
        If the settings are at fault, or sounds do not fit the model.
    """

    def __init__(self, settings, input_shape, preprocessing=None):
        if errors := sound_errors(settings, input_shape):
            raise ValueError(f"sounds: {'; '.join(errors)}")
        self._settings, self.preprocessing = settings, preprocessing or Preprocessing()
        self.rate, self.seconds = settings["rate"], settings.get("seconds", SECONDS)
        self.repeats = settings.get("shorter") == REPEAT
        self._kind = settings.get("as", WAVEFORM)
        self._layout = sound_layout(settings, input_shape)
        self._how = {"window": settings.get("window", WINDOW), "hop": settings.get("hop", HOP),
                     "centred": settings.get("centred", False)}  # fmt: skip
        self.n_samples = self._samples_of_piece()

    def __str__(self):
        """What becomes of sounds, for logs and accounts."""
        said = f"as {self._kind.replace('_', ' ')} of {self.rate} samples a second"
        if self._kind != WAVEFORM:
            window, hop = (1000 * self._how[key] for key in ("window", "hop"))
            said += f", {self._settings['n_mels']} mels, windows of {window:g} ms every {hop:g} ms"
        return said

    def pieces(self, waves):
        """Pieces of waveforms, a list of b ndarray (n,); without `n_samples`, all as long."""
        cut = [cut_sound(each, self.n_samples, self._settings.get("shorter")) for each in waves]
        inputs = [self._shown(piece) for pieces, _ in cut for piece in pieces]
        owners = np.repeat(np.arange(len(cut)), [len(parts) for _, parts in cut])
        axis = None if self._kind == WAVEFORM else self._layout.axis
        return Pieces(np.stack(inputs), owners, np.concatenate([each for _, each in cut]), axis)

    def _shown(self, samples):
        """A piece as the network takes it."""
        if self._kind == WAVEFORM:
            values = samples
        else:
            power = log_mel if self._kind == LOG_MEL else mel_power
            values = power(
                samples, self.rate, self._settings["n_mels"], **self._how,
                scale=self._settings.get("mel_scale", HTK),
            )[: self._layout.length]  # fmt: skip
            values = values if self._layout.axis == 1 else values.T
        channel = self._layout.channel
        values = values if channel is None else np.expand_dims(values, channel - 1)
        return np.asarray(values, dtype=np.float32)

    def _samples_of_piece(self):
        length = self._layout.length
        if length is None:
            piece = self._settings.get("piece")
            return None if piece is None else max(1, round(piece * self.rate))
        if self._kind == WAVEFORM:
            return length
        return samples_of_frames(length, self.rate, **self._how)
