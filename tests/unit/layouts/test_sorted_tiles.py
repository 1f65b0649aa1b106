from itertools import pairwise

import numpy as np
import pytest
from topomaps.layouts import sorted_tiles
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.layouts.sorted_places import neighborhood, rasterized, ring_places
from topomaps.layouts.sorted_tiles import renumbered, tiles
from topomaps.scores.faithfulness import faithfulness


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(sorted_tiles, "WHOLE", 1000)
    monkeypatch.setattr(sorted_tiles, "SIDE", 16)


def test_a_small_disc_is_one_tile_as_it_was():
    order, starts = tiles(rasterized(ring_places(1000)).cells)
    np.testing.assert_array_equal(order, np.arange(1000))
    assert starts.tolist() == [0, 1000]


def test_tiles_hold_every_place_once_and_lie_together(small_tiles):
    cells = rasterized(ring_places(3000)).cells
    order, starts = tiles(cells)
    np.testing.assert_array_equal(np.sort(order), np.arange(3000))
    for start, end in pairwise(starts):
        assert end > start
        assert (np.ptp(cells[order[start:end]], axis=0) < 16).all()


def test_renumbered_places_have_the_same_neighbours(small_tiles):
    places = ring_places(1500)
    near, raster = neighborhood(places), rasterized(places)
    order, _ = tiles(raster.cells)
    new, cells = renumbered(near, raster, order)
    for rank in (0, 700, 1499):
        there = new.indices[rank] >= 0
        expected = near.indices[order[rank]]
        np.testing.assert_array_equal(order[new.indices[rank][there]], expected[expected >= 0])
        np.testing.assert_array_equal(new.weights[rank], near.weights[order[rank]])
        assert (
            order[cells.places[tuple(cells.cells[rank])]]
            == raster.places[tuple(raster.cells[order[rank]])]
        )
    np.testing.assert_array_equal(cells.places < 0, raster.places < 0)


def test_tiles_cost_no_quality(monkeypatch):
    features = np.random.default_rng(0).standard_normal((2000, 4))
    whole = faithfulness(features, sorted_layout(features, seed=0))
    monkeypatch.setattr(sorted_tiles, "WHOLE", 1000)
    monkeypatch.setattr(sorted_tiles, "SIDE", 16)
    layout = sorted_layout(features, seed=0)
    assert len(np.unique(layout.round(9), axis=0)) == 2000
    for before, after in zip(whole, faithfulness(features, layout), strict=True):
        assert after["value"] == pytest.approx(before["value"], abs=0.02), before["measure"]
