"""Regions on grids of neurons where they can be counted by hand."""

import numpy as np
import pytest
from topomaps import regions
from topomaps.regions import (
    connected_regions,
    find_regions,
    mean_chunks,
    neighbor_pairs,
    region_activations,
    summarise_regions,
    top_inputs,
)

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


def test_islands_are_told_apart_and_ordered_by_size(naps):
    summary = summarise_regions(find_regions(naps, POSITIONS, ["a", "b", "empty"]))
    assert summary[["group", "direction", "region", "neurons"]].values.tolist() == [
        ["a", "above", 0, 9],
        ["a", "above", 1, 8],
        ["b", "below", 0, 9],
    ]
    assert summary["mean_nap"].tolist() == pytest.approx([0.8, 1.0, -0.8])
    assert summary.loc[0, ["x", "y"]].tolist() == pytest.approx([5 / 6, 5 / 6])


def test_small_regions_are_left_out(naps):
    assert len(find_regions(naps, POSITIONS, "abc", min_neurons=9)) == 18
    assert find_regions(naps, POSITIONS, "abc", min_neurons=10).empty


def test_regions_do_not_depend_on_the_order_of_neurons(naps):
    order = np.random.default_rng(0).permutation(SIDE * SIDE)
    plain = find_regions(naps, POSITIONS, "abc")
    shuffled = find_regions(naps[:, order], POSITIONS[order], "abc")
    shuffled["neuron"] = order[shuffled["neuron"]]
    keys = ["group", "direction", "region", "neuron"]
    assert set(map(tuple, plain[keys].values)) == set(map(tuple, shuffled[keys].values))


def test_neurons_at_one_place_are_neighbours():
    positions = np.concatenate([POSITIONS, POSITIONS[:1], POSITIONS[:1]])
    pairs = neighbor_pairs(positions)
    chosen = np.zeros(len(positions), dtype=bool)
    chosen[[0, len(POSITIONS), len(POSITIONS) + 1]] = True
    assert connected_regions(chosen, pairs).max() == 0


def test_nothing_chosen_makes_no_region():
    regions = connected_regions(np.zeros(49, dtype=bool), neighbor_pairs(POSITIONS))
    assert (regions == -1).all()


@pytest.mark.parametrize("shape", [(5, 49), (5, 2, 3, 49)])
def test_region_activations_are_means_however_they_are_read(shape, monkeypatch):
    monkeypatch.setattr(regions, "CHUNK_VALUES", 2 * np.prod(shape[1:]))
    values = np.random.default_rng(0).random(shape).astype(np.float32)
    sets = [np.array([0, 3]), np.array([48])]
    expected = [values[..., each].reshape(5, -1).mean(axis=1) for each in sets]
    np.testing.assert_allclose(region_activations(values, sets), np.transpose(expected), rtol=1e-6)


def test_inputs_that_are_not_finite_are_named():
    values = np.zeros((6, 4))
    values[4, 1] = np.nan
    assert len(next(mean_chunks(values, np.array([5, 0])))) == 2
    with pytest.raises(ValueError, match="activations of input 4 contain NaN"):
        next(mean_chunks(values, np.array([5, 4, 0])))


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
