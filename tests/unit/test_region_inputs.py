"""Inputs of regions on a grid of neurons, where they can be counted by hand."""

import numpy as np
import pytest
from topomaps.region_inputs import region_activations, top_inputs
from topomaps.regions import find_regions

SIDE = 7
X, Y = (each.ravel() / (SIDE - 1) for each in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
POSITIONS = np.column_stack([X, Y])


@pytest.fixture
def naps():
    """Two islands above the mean in group 0, one of them alone below it in group 1."""
    values = np.zeros((3, SIDE * SIDE))
    values[0, (X < 0.2) & (Y < 0.6)] = 1.0  # 2 x 4 neurons
    values[0, (X > 0.6) & (Y > 0.6)] = 0.8  # 3 x 3
    values[0, 24] = 0.4  # below the threshold
    values[1] = -values[0] * (X > 0.6)
    values[2] = np.nan
    return values


@pytest.mark.parametrize("shape", [(5, 49), (5, 2, 3, 49)])
def test_region_activations_are_means_however_they_are_read(shape, monkeypatch):
    monkeypatch.setattr("topomaps.activation_chunks.CHUNK_VALUES", 2 * np.prod(shape[1:]))
    values = np.random.default_rng(0).random(shape).astype(np.float32)
    sets = [np.array([0, 3]), np.array([48])]
    expected = [values[..., each].reshape(5, -1).mean(axis=1) for each in sets]
    np.testing.assert_allclose(region_activations(values, sets), np.transpose(expected), rtol=1e-6)


def test_top_inputs_are_the_most_active(naps):
    regions = find_regions(naps, POSITIONS, ["a", "b", "c"])
    activations = np.zeros((4, SIDE * SIDE), dtype=np.float32)
    activations[2, X > 0.6] = 3
    activations[1, (X < 0.2)] = 2
    top = top_inputs(activations, regions, 2)
    assert top[["group", "region", "rank", "input"]].values.tolist() == [
        ["a", 0, 0, 2],
        ["a", 0, 1, 0],
        ["a", 1, 0, 1],
        ["a", 1, 1, 0],
    ]
    assert top["activation"][0] == pytest.approx(3)
