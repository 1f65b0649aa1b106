from io import BytesIO

import numpy as np
import pytest
from topomaps.data.sounds import (
    UnreadableSound,
    frequencies_of,
    log_mel,
    mel_power,
    mels,
    read_sound,
    resampled,
    samples_of_frames,
)


def written(samples, rate=8000, form="WAV", subtype=None):
    soundfile = pytest.importorskip("soundfile", reason="sounds need the package soundfile")
    file = BytesIO()
    soundfile.write(file, samples, rate, format=form, subtype=subtype)
    return file.getvalue()


def tone(frequency, rate, seconds=0.5):
    return np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
def test_a_tone_keeps_its_frequency_in_every_format_and_rate(form):
    sound = read_sound(written(0.5 * tone(440, 8000), form=form), rate=16000)
    assert (sound.rate, sound.given_rate, sound.n_channels) == (16000, 8000, 1)
    strongest = np.abs(np.fft.rfft(sound.samples)).argmax() / len(sound.samples) * sound.rate
    assert strongest == pytest.approx(440, abs=4)


def test_two_channels_become_their_mean():
    left, right = 0.5 * tone(440, 8000), -0.25 * tone(440, 8000)
    sound = read_sound(written(np.stack([left, right], axis=1), subtype="FLOAT"))
    assert sound.n_channels == 2
    np.testing.assert_allclose(sound.samples, (left + right) / 2, atol=1e-6)


@pytest.mark.parametrize(
    ("samples", "said"), [([], "has no samples"), ([0.0, np.nan], "NaN or infinite")]
)
def test_useless_sounds_are_refused(samples, said):
    with pytest.raises(UnreadableSound, match=said):
        read_sound(written(np.array(samples, dtype=np.float32), subtype="FLOAT"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"RIFFxx", r"can be read \(Format not recognised\)$")]
)
def test_what_is_no_sound_is_refused(content, said):
    pytest.importorskip("soundfile", reason="sounds need the package soundfile")
    with pytest.raises(UnreadableSound, match=said):
        read_sound(content)


def test_long_sounds_are_cut():
    whole = written(tone(440, 8000))
    found = read_sound(whole, seconds=0.1)
    assert (len(found.samples), found.is_cut) == (800, True)
    assert [read_sound(whole, seconds=each).is_cut for each in (0.5, 0.6, None)] == [False] * 3


def test_resampling_keeps_a_slow_wave():
    slow = tone(50, 44100, seconds=1)
    np.testing.assert_allclose(
        resampled(slow, 44100, 16000)[100:-100], tone(50, 16000, seconds=1)[100:-100], atol=2e-3
    )


def test_a_tone_excites_the_triangle_around_its_frequency():
    mel = log_mel(tone(1000, 16000), 16000, n_mels=40)
    middle = 41 * np.log10(1 + 1000 / 700) / np.log10(1 + 8000 / 700) - 1
    assert mel.shape == (48, 40)
    assert abs(np.median(mel.argmax(axis=1)) - middle) <= 1
    assert log_mel(np.zeros(10), 16000).shape == (1, 80)


@pytest.mark.parametrize("scale", ["htk", "slaney"])
def test_mel_scales_go_there_and_back(scale):
    frequencies = np.array([0, 500, 1000, 4000.0])
    np.testing.assert_allclose(frequencies_of(mels(frequencies, scale), scale), frequencies)
    known = {"htk": 999.9856, "slaney": 15.0}  # of 1 kHz, by either definition
    assert mels(1000, scale) == pytest.approx(known[scale], abs=1e-3)


def test_bands_of_equal_area_have_as_much_of_white_noise():
    noise = np.random.default_rng(0).normal(size=160000)
    means = mel_power(noise, 16000, 20, scale="slaney").mean(axis=0)
    assert means.std() / means.mean() < 0.1
    equal = mel_power(noise, 16000, 20).mean(axis=0)  # wide triangles, the upper ones, have more
    assert equal[-1] > 3 * equal[0]


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("n_frames", [2, 7, 160])
def test_so_many_samples_make_so_many_frames(n_frames, centred):
    n = samples_of_frames(n_frames, 16000, centred=centred)
    assert len(mel_power(np.ones(n), 16000, 8, centred=centred)) == n_frames


def test_windows_are_centred_with_silence_around():
    click = np.zeros(1600)
    click[800] = 1
    loudest = {each: mel_power(click, 16000, 8, centred=each).sum(axis=1).argmax()
               for each in (False, True)}  # fmt: skip
    assert loudest == {True: 5, False: 4}  # windows around 800, or nearest to it, from 640 to 1040
