"""Regions on grids of neurons where they can be counted by hand."""

import numpy as np
import pytest
from topomaps.maps.regions import (
    connected_regions,
    find_regions,
    summarise_regions,
)
from topomaps.maps.triangulation import neighbor_pairs

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
