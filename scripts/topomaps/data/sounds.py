"""Sounds of files as waveforms, and as spectrograms of what ears tell apart."""

from io import BytesIO
from typing import NamedTuple

import numpy as np

WINDOW, HOP = 0.025, 0.010  # seconds of a frame of a spectrogram, and between two
N_MELS = 80
SMALLEST_POWER = 1e-10
HTK, SLANEY = "htk", "slaney"  # mel scales


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
    is_cut : bool
        Whether the file goes on after the last sample.
    """

    samples: np.ndarray
    rate: int
    n_channels: int
    given_rate: int
    is_cut: bool = False


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
            is_cut = len(file.read(1)) > 0
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        why = str(getattr(error, "error_string", error)).rstrip(".")
        raise UnreadableSound(f"is no sound file that can be read ({why})") from error
    if not len(values):
        raise UnreadableSound("has no samples")
    if not np.isfinite(values).all():
        raise UnreadableSound("has samples that are NaN or infinite")
    samples = values.mean(axis=1)
    if rate is not None and rate != given:
        samples = resampled(samples, given, rate)
    return Waveform(samples.astype(np.float32), rate or given, values.shape[1], given, is_cut)


def resampled(samples, given, rate):
    """Samples (n,) of the rate `given` brought to another, by a polyphase filter.

    Returns
    -------
    ndarray, shape (ceil(n · rate / given),)
    """
    from scipy.signal import resample_poly

    divisor = np.gcd(given, rate)
    return resample_poly(samples, rate // divisor, given // divisor)


def mel_power(samples, rate, n_mels=N_MELS, window=WINDOW, hop=HOP, *, scale=HTK, centred=False):
    """Power of a sound in bands that are equally wide on the mel scale, window by window.

    Power of Hann windows, summed by triangles from 0 Hz to half of the rate.

    Parameters
    ----------
    samples : ndarray, shape (n,)
    rate : int
    n_mels : int
        Triangles, M.
    window, hop : float
        Seconds.
    scale : {"htk", "slaney"}
        As of `mels`; triangles of "htk" are 1 at their tops, those of "slaney" have the area 1 Hz.
    centred : bool
        Whether windows are centred at 0, hop, 2 · hop …, with silence around the sound; else the
        first begins at 0, and the last ends within the sound.

    Returns
    -------
    ndarray, shape (frames, M)
        Sounds shorter than a window are filled up by zeros.
    """
    width, step = max(2, round(window * rate)), max(1, round(hop * rate))
    around = width // 2 if centred else 0
    samples = np.pad(np.asarray(samples, np.float64), around)
    samples = np.pad(samples, (0, max(0, width - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(width + 1)[:-1])) ** 2
    return power @ _triangles(n_mels, width, rate, scale).T


def log_mel(samples, rate, *arguments, **options):
    """Natural logarithm of `mel_power`, float32; power below 1e-10 counts as that."""
    power = mel_power(samples, rate, *arguments, **options)
    return np.log(np.maximum(power, SMALLEST_POWER)).astype(np.float32)


def samples_of_frames(n_frames, rate, window=WINDOW, hop=HOP, *, centred=False):
    """Samples of the shortest sound of which `mel_power` makes so many windows."""
    width, step = max(2, round(window * rate)), max(1, round(hop * rate))
    return max(1, (n_frames - 1) * step + (0 if centred else width))


def mels(frequencies, scale):
    """Frequencies in Hz on a mel scale.

    "htk" is 2595 log10(1 + f / 700) (O'Shaughnessy, 1987); "slaney" is linear up to 1 kHz, 3 mels
    for 200 Hz, and then logarithmic, 27 mels for a factor of 6.4 (Slaney, Auditory Toolbox, 1998).
    """
    frequencies = np.asarray(frequencies, np.float64)
    if scale == HTK:
        return 2595 * np.log10(1 + frequencies / 700)
    above = 15 + 27 * np.log(np.maximum(frequencies, 1000) / 1000) / np.log(6.4)
    return np.where(frequencies < 1000, 3 * frequencies / 200, above)


def frequencies_of(values, scale):
    """Frequencies in Hz of values on a mel scale, as of `mels`."""
    values = np.asarray(values, np.float64)
    if scale == HTK:
        return 700 * (10 ** (values / 2595) - 1)
    return np.where(values < 15, 200 * values / 3, 1000 * 6.4 ** ((values - 15) / 27))


def _triangles(n_mels, width, rate, scale):
    """Weights (M, width // 2 + 1) of the frequencies of a window in each triangle."""
    corners = frequencies_of(np.linspace(0, mels(rate / 2, scale), n_mels + 2), scale)
    frequencies = np.fft.rfftfreq(width, 1 / rate)
    low, middle, high = (corners[k : k + n_mels, None] for k in range(3))
    rising = (frequencies - low) / (middle - low)
    falling = (high - frequencies) / (high - middle)
    weights = np.maximum(0, np.minimum(rising, falling))
    return weights if scale == HTK else weights * 2 / (high - low)
