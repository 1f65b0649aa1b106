"""Sounds as people see and hear them: small spectrograms, and short pieces to be played."""

from io import BytesIO

import numpy as np

from topomaps.data.sounds import log_mel, resampled

SECONDS = 5.0  # from the beginning of a sound
RATE = 16000  # samples in a second, at most
N_BANDS, N_COLUMNS = 48, 96  # pixels of a spectrogram
WINDOW = 0.032  # seconds
RANGE = 60  # decibels from black to white
SMALLNESS = 0.9  # of an MP3, from the best quality (0) to the smallest file: 3 kB a second


def for_people(sound):
    """Samples and rate of a `topomaps.data.sounds.Waveform`, at most 16,000 a second."""
    if sound.rate <= RATE:
        return sound.samples, sound.rate
    return resampled(sound.samples, sound.rate, RATE).astype(np.float32), RATE


def spectrogram(samples, rate):
    """Spectrogram of a sound, the loudest black, and white what is 60 dB below.

    Parameters
    ----------
    samples : ndarray, shape (n,)
    rate : int

    Returns
    -------
    ndarray of uint8, shape (48, 96)
        High frequencies on top, on the mel scale up to half of the rate; short sounds have fewer
        columns. A silent one is white.
    """
    hop = max(1, len(samples) // N_COLUMNS) / rate
    power = log_mel(samples, rate, N_BANDS, WINDOW, hop, centred=True)[:N_COLUMNS]
    decibels = 10 * power / np.log(10)
    below = np.clip((decibels.max() - decibels) / RANGE, 0, 1)
    below = np.ones_like(below) if not np.any(samples) else below
    return np.rint(255 * below.T[::-1]).astype(np.uint8)


def as_mp3(samples, rate):
    """Samples (n,) as the bytes of an MP3, at the next higher rate that the format knows."""
    import soundfile  # here, for only sounds need it

    rates = (8000, 11025, 12000, 16000)
    chosen = next((each for each in rates if each >= rate), RATE)
    if chosen != rate:
        samples = resampled(samples, rate, chosen)
    file = BytesIO()
    soundfile.write(
        file, np.clip(samples, -1, 1).astype(np.float32), chosen, format="MP3",
        compression_level=SMALLNESS, bitrate_mode="CONSTANT",
    )  # fmt: skip
    return file.getvalue()
