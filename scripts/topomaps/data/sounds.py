"""Sounds of files as waveforms, and as spectrograms of what ears tell apart."""

from io import BytesIO
from typing import NamedTuple

import numpy as np

WINDOW, HOP = 0.025, 0.010  # seconds of a frame of a spectrogram, and between two
N_MELS = 80
SMALLEST_POWER = 1e-10


class UnreadableSound(ValueError):
    """A file is no sound that can be used; the sentence begins with a verb, without its name."""


class Waveform(NamedTuple):
    """A sound of one channel.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mostly between −1 and 1.
    rate : int
        Samples in a second.
    n_channels, given_rate : int
        Of the file.
    """

    samples: np.ndarray
    rate: int
    n_channels: int
    given_rate: int


class Waveforms(NamedTuple):
    """Sounds of one rate, padded at the end to the longest; b sounds of at most L samples.

    Attributes
    ----------
    samples : ndarray of float32, shape (b, L)
    mask : ndarray of bool, shape (b, L)
        Which samples are of the sounds.
    """

    samples: np.ndarray
    mask: np.ndarray


def read_sound(content, rate=None, seconds=None):
    """Read a sound file: WAV, FLAC, OGG, MP3 and what else libsndfile knows.

    Parameters
    ----------
    content : bytes
        Of the file.
    rate : int, optional
        Samples in a second that it is brought to; its own if left out.
    seconds : float, optional
        The longest that is read; the rest is cut off.

    Returns
    -------
    Waveform
        The mean over the channels.

    Raises
    ------
    UnreadableSound
        If it is no sound, has no samples, or some are no finite numbers.
    """
    import soundfile  # here, for only environments of sounds have it

    if not content:
        raise UnreadableSound("is empty")
    try:
        with soundfile.SoundFile(BytesIO(content)) as file:
            n_frames = -1 if seconds is None else int(np.ceil(seconds * file.samplerate))
            values, given = file.read(n_frames, dtype="float32", always_2d=True), file.samplerate
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        raise UnreadableSound(f"is no sound file that can be read ({error})") from error
    if not len(values):
        raise UnreadableSound("has no samples")
    if not np.isfinite(values).all():
        raise UnreadableSound("has samples that are NaN or infinite")
    samples = values.mean(axis=1)
    if rate is not None and rate != given:
        samples = resampled(samples, given, rate)
    return Waveform(samples.astype(np.float32), rate or given, values.shape[1], given)


def resampled(samples, given, rate):
    """Samples (n,) of the rate `given` brought to another, by a polyphase filter.

    Returns
    -------
    ndarray, shape (ceil(n · rate / given),)
    """
    from scipy.signal import resample_poly

    divisor = np.gcd(given, rate)
    return resample_poly(samples, rate // divisor, given // divisor)


def padded(sounds):
    """Sounds (list of ndarray (n,)) in one array.

    Returns
    -------
    Waveforms
    """
    lengths = np.array([len(each) for each in sounds])
    mask = np.arange(lengths.max(initial=0)) < lengths[:, None]
    samples = np.zeros(mask.shape, dtype=np.float32)
    samples[mask] = np.concatenate(sounds) if len(sounds) else 0
    return Waveforms(samples, mask)


def log_mel(samples, rate, n_mels=N_MELS, window=WINDOW, hop=HOP):
    """Logarithmic mel spectrogram of a sound.

    Power of Hann windows, summed by triangles that are equally wide on the mel scale,
    2595 log10(1 + f / 700) (O'Shaughnessy, 1987), from 0 Hz to half of the rate.

    Parameters
    ----------
    samples : ndarray, shape (n,)
    rate : int
    n_mels : int
        Triangles, M.
    window, hop : float
        Seconds.

    Returns
    -------
    ndarray of float32, shape (frames, M)
        Natural logarithm of the power; sounds shorter than a window are filled up by zeros.
    """
    width, step = max(2, round(window * rate)), max(1, round(hop * rate))
    samples = np.pad(np.asarray(samples, np.float64), (0, max(0, width - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(width + 1)[:-1])) ** 2
    mel = power @ _triangles(n_mels, width, rate).T
    return np.log(np.maximum(mel, SMALLEST_POWER)).astype(np.float32)


def _triangles(n_mels, width, rate):
    """Weights (M, width // 2 + 1) of the frequencies of a window in each triangle."""
    highest = 2595 * np.log10(1 + rate / 2 / 700)
    corners = 700 * (10 ** (np.linspace(0, highest, n_mels + 2) / 2595) - 1)
    frequencies = np.fft.rfftfreq(width, 1 / rate)
    low, middle, high = (corners[k : k + n_mels, None] for k in range(3))
    rising = (frequencies - low) / (middle - low)
    falling = (high - frequencies) / (high - middle)
    return np.maximum(0, np.minimum(rising, falling))
