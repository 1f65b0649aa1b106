import logging

import numpy as np
import pytest
from topomaps.activations import streaming
from topomaps.activations.streaming import stream_layers, streamed_arrays
from topomaps.groups.attributes import AttributeGroups, membership
from topomaps.profiles.naps import neuron_activation_profiles, profiles_of_means

N_IMAGES = 23
GROUPS = [np.arange(0, 10), np.arange(10, 23), np.arange(5, 15)]


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 255, (N_IMAGES, 6, 6, 3)).astype(np.uint8)


def forward(images):
    """Two layers: feature maps of 3 x 3 px, and units."""
    values = images.astype(np.float32)
    maps = np.concatenate([values[:, ::2, ::2], values[:, 1::2, 1::2]], axis=-1)
    return {"maps": maps, "units": values.mean(axis=(1, 2)) ** 2}


def batches(images, size, skipped=()):
    for start in range(0, len(images), size):
        rows = np.setdiff1d(np.arange(start, min(start + size, len(images))), skipped)
        if rows.size:
            yield rows, images[rows]


@pytest.mark.parametrize("size", [1, 4, 23])
def test_means_and_sums_are_those_of_all_activations_at_once(images, size, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK_BYTES", 4 * len(GROUPS) * 5)
    layers, read = stream_layers(forward, batches(images, size), membership(GROUPS, N_IMAGES))
    whole = forward(images)
    assert read.all()
    np.testing.assert_allclose(layers["maps"].channel_means, whole["maps"].mean((1, 2)), rtol=1e-6)
    np.testing.assert_allclose(layers["units"].channel_means, whole["units"], rtol=1e-6)
    for name, values in whole.items():
        expected = [values[group].sum(axis=0, dtype=np.float64) for group in GROUPS]
        np.testing.assert_allclose(layers[name].group_sums, expected, rtol=1e-6)


def test_profiles_of_a_stream_are_those_of_the_activations(images):
    groups = AttributeGroups(("a", "b"), ("sensitive",) * 2, tuple(GROUPS[:2]))
    layers, read = stream_layers(forward, batches(images, 4), membership(groups.images, N_IMAGES))
    arrays = streamed_arrays(layers, read, {"letters": groups})
    labels = np.repeat(["a", "b"], [10, 13])
    _, profiles = neuron_activation_profiles(forward(images)["maps"], labels)
    naps, features = profiles_of_means(arrays["maps/letters"])
    np.testing.assert_allclose(naps, profiles.mean(axis=(1, 2)), atol=1e-4)
    assert features.shape == (6, 3 * 3 * 2)
    np.testing.assert_array_equal(arrays["counts/letters"], [10, 13])


def test_images_that_were_not_read_count_nowhere(images):
    groups = AttributeGroups(("a", "b"), ("sensitive",) * 2, (GROUPS[0], np.array([22])))
    parts = batches(images, 4, skipped=[3, 22])
    layers, read = stream_layers(forward, parts, membership(groups.images, N_IMAGES))
    arrays = streamed_arrays(layers, read, {"letters": groups})
    assert np.flatnonzero(~read).tolist() == [3, 22]
    assert len(arrays["maps/channel_means"]) == N_IMAGES - 2
    np.testing.assert_array_equal(arrays["counts/letters"], [9, 0])
    expected = forward(images)["maps"][np.setdiff1d(GROUPS[0], 3)].mean(axis=0)
    np.testing.assert_allclose(arrays["maps/letters"][0], expected, rtol=1e-5)
    assert np.isnan(arrays["maps/letters"][1]).all()


def test_groups_without_images_have_no_profile():
    means = np.random.default_rng(0).random((3, 2, 2, 5))
    means[1] = np.nan
    naps, features = profiles_of_means(means)
    assert np.isnan(naps).all(axis=1).tolist() == [False, True, False]
    assert features.shape == (5, 2 * 2 * 2)
    np.testing.assert_allclose(naps[0], -naps[2])


def test_activations_that_are_not_finite_end_the_stream_with_the_layer(images):
    def diverged(images):
        return {"deep": forward(images)["units"] * np.inf}

    with pytest.raises(ValueError, match="layer deep has activations that are NaN or infinite"):
        stream_layers(diverged, batches(images, 4), membership(GROUPS, N_IMAGES))


def test_a_stream_without_images_is_refused():
    with pytest.raises(ValueError, match="none of the images could be read"):
        stream_layers(forward, [], membership(GROUPS, N_IMAGES))


def test_progress_is_logged(images, caplog):
    with caplog.at_level(logging.INFO):
        stream_layers(forward, batches(images, 4), membership(GROUPS, N_IMAGES))
    assert "23 of 23 images" in caplog.text
