import numpy as np
import pytest
from topomaps.data.sounds import log_mel, mel_power
from topomaps.models.sound_features import SoundFeatures, cut_sound


def test_the_last_piece_ends_with_the_sound():
    pieces, parts = cut_sound(np.arange(10), 4)
    np.testing.assert_array_equal(pieces, [[0, 1, 2, 3], [4, 5, 6, 7], [6, 7, 8, 9]])
    np.testing.assert_array_equal(parts, [[0, 1], [0, 1], [0.5, 1]])
    assert len(cut_sound(np.arange(8), 4)[0]) == 2
    assert cut_sound(np.arange(8), None)[0].shape == (1, 8)


def test_short_sounds_are_filled_up_by_silence_or_by_themselves():
    pieces, parts = cut_sound(np.array([1, 2]), 5)
    np.testing.assert_array_equal(pieces, [[1, 2, 0, 0, 0]])
    np.testing.assert_array_equal(parts, [[0, 0.4]])
    pieces, parts = cut_sound(np.array([1, 2]), 5, "repeat")
    np.testing.assert_array_equal(pieces, [[1, 2, 1, 2, 1]])
    np.testing.assert_array_equal(parts, [[0, 1]])


@pytest.mark.parametrize(
    ("shape", "found"),
    [((None,), (1, 400)), ((1, None), (1, 1, 400)), ((None, 1), (1, 400, 1))],
)
def test_waveforms_lie_as_the_model_takes_them(shape, found):
    features = SoundFeatures({"rate": 8000}, shape)
    pieces = features.pieces([np.linspace(0, 1, 400)])
    assert (pieces.inputs.shape, pieces.inputs.dtype) == (found, np.float32)
    np.testing.assert_allclose(pieces.inputs.ravel(), np.linspace(0, 1, 400), rtol=1e-6)
    assert (features.n_samples, pieces.axis) == (None, None)


def test_spectrograms_lie_as_the_model_takes_them():
    wave = np.random.default_rng(0).normal(size=4000)
    settings = {"as": "log_mel", "rate": 8000, "n_mels": 20}
    expected = log_mel(wave, 8000, 20)
    for shape, turned, axis in [((None, 20), expected, 1), ((20, None), expected.T, 2)]:
        found = SoundFeatures(settings, shape).pieces([wave])
        np.testing.assert_array_equal(found.inputs[0], turned)
        assert found.axis == axis
    found = SoundFeatures(settings, (1, 20, None)).pieces([wave])  # networks move the last one
    np.testing.assert_array_equal(found.inputs[0, ..., 0], expected.T)
    power = SoundFeatures({**settings, "as": "mel"}, (None, 20)).pieces([wave])
    np.testing.assert_allclose(power.inputs[0], mel_power(wave, 8000, 20), rtol=1e-6)


def test_a_model_of_so_many_frames_takes_pieces_of_their_length():
    settings = {"as": "mel", "rate": 16000, "n_mels": 40, "centred": True}
    features = SoundFeatures(settings, (160, 40))
    assert features.n_samples == 159 * 160
    assert features.pieces([np.ones(16000), np.ones(60000)]).inputs.shape == (4, 160, 40)
    assert "40 mels, windows of 25 ms every 10 ms" in str(features)
