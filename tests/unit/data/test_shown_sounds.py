from io import BytesIO

import numpy as np
import pytest
from topomaps.data.shown_sounds import as_mp3, for_people, spectrogram
from topomaps.data.sounds import Waveform, mels


def tone(frequency, rate, seconds=1.0):
    return np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def test_a_tone_is_a_dark_line_at_its_frequency_high_ones_on_top():
    found = spectrogram(tone(2000, 16000), 16000)
    assert (found.shape, found.dtype) == ((48, 96), np.uint8)
    row = 47 - (mels(2000, "htk") / mels(8000, "htk") * 49 - 1)
    assert abs(found[:, 10:-10].mean(axis=1).argmin() - row) <= 1
    assert (found.min(), found.max()) == (0, 255)


def test_silence_is_white_and_a_short_sound_has_a_spectrogram():
    assert (spectrogram(np.zeros(8000), 8000) == 255).all()
    assert spectrogram(np.ones(3), 8000).shape[0] == 48


def test_what_is_heard_has_at_most_16000_samples_a_second():
    samples, rate = for_people(Waveform(tone(440, 48000).astype(np.float32), 48000, 1, 48000))
    assert (len(samples), rate) == (16000, 16000)
    assert for_people(Waveform(samples, 8000, 1, 8000))[1] == 8000


@pytest.mark.parametrize(("rate", "played"), [(16000, 16000), (9000, 11025), (500, 8000)])
def test_an_mp3_keeps_the_frequency_and_is_small(rate, played):
    soundfile = pytest.importorskip("soundfile", reason="sounds need the package soundfile")
    content = as_mp3(tone(200, rate, 2.0), rate)
    values, found = soundfile.read(BytesIO(content))
    assert found == played
    strongest = np.abs(np.fft.rfft(values)).argmax() / len(values) * found
    assert strongest == pytest.approx(200, abs=2)
    assert len(content) < 8000
    assert content == as_mp3(tone(200, rate, 2.0), rate)
