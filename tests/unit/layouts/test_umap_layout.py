import logging

import numpy as np
from topomaps.layouts.umap_layout import umap_layout
from topomaps.scores.faithfulness import neighbor_ranks, trustworthiness


def test_follows_the_seed_and_keeps_neighbours(clusters):
    positions = umap_layout(clusters, seed=3)
    assert positions.shape == (60, 2)
    assert positions.dtype == np.float64
    np.testing.assert_array_equal(positions, umap_layout(clusters, seed=3))
    assert (positions != umap_layout(clusters, seed=4)).any()
    assert trustworthiness(neighbor_ranks(clusters, positions, 10)) > 0.85


def test_small_layers_lower_the_number_of_neighbours_and_say_so(caplog):
    caplog.set_level(logging.INFO)
    umap_layout(np.random.default_rng(0).random((10, 5)), seed=0)
    assert "n_neighbors lowered from 15 to 9" in caplog.text
