import numpy as np
import pytest
from topomaps.attributions.parts import TokenParts, feature_parts, image_parts, sound_parts


def test_cells_of_an_image_are_replaced_by_the_baseline():
    image = np.arange(36, dtype=np.uint8).reshape(6, 6, 1)
    parts = image_parts(image, np.full((6, 6, 1), 99.6), 3)
    assert parts.shape == (3, 3)
    altered = parts.altered(np.eye(9, dtype=bool)[[0, 8]])
    assert altered.dtype == np.uint8
    assert (altered[0, :2, :2] == 100).all()
    assert np.array_equal(altered[0, 2:], image[2:])
    assert (altered[1, 4:, 4:] == 100).all()


def test_small_images_have_a_cell_for_each_pixel():
    assert image_parts(np.zeros((2, 3)), np.zeros((2, 3)), 14).shape == (2, 3)


def test_numbers_are_summed_over_cells_and_channels():
    parts = image_parts(np.zeros((4, 4, 3)), np.zeros((4, 4, 3)), 2)
    assert parts.summed(np.ones((4, 4, 3))).tolist() == [[12, 12], [12, 12]]


def test_features_go_one_by_one():
    parts = feature_parts(np.array([1.0, 2, 3]), np.array([10.0, 20, 30]), ["a", "b", "c"])
    assert parts.altered(np.array([[False, True, False]])).tolist() == [[1, 20, 3]]


def test_tokens_are_hidden_and_those_that_are_none_of_the_text_stay():
    inputs = {"input_ids": np.array([[101, 7, 8, 102]]), "attention_mask": np.ones((1, 4), int)}
    parts = TokenParts(inputs, np.array([False, True, True, False]), 103, ["good", "day"])
    altered = parts.altered(np.array([[True, False], [True, True]]))
    assert altered["input_ids"].tolist() == [[101, 103, 8, 102], [101, 103, 103, 102]]
    assert altered["attention_mask"].shape == (2, 4)
    assert inputs["input_ids"].tolist() == [[101, 7, 8, 102]]


def test_times_of_a_waveform_fall_silent():
    inputs = {"input_values": np.ones((1, 10), np.float32)}
    parts = sound_parts(inputs, 5, 5)
    found = parts.altered(np.array([[False, True, False, False, False]]))["input_values"]
    assert found.tolist() == [[1, 1, 0, 0, 1, 1, 1, 1, 1, 1]]


@pytest.mark.parametrize("shape", [(6, 2), (2, 6)])
def test_a_spectrogram_has_times_and_bands_wherever_its_times_lie(shape):
    values = np.arange(12, dtype=np.float32).reshape(shape)
    parts = sound_parts({"input_features": values[None]}, 3, 2)
    assert parts.shape == (3, 2)  # times, bands
    found = parts.altered(np.eye(6, dtype=bool)[:1])["input_features"][0]
    along = int(np.argmax(shape))
    own = (slice(2), slice(1)) if along == 0 else (slice(1), slice(2))
    mean = values.mean(axis=along)[0]
    assert (found[own] == mean).all()
    assert (found != values).sum() == (values[own] != mean).sum()
