import logging

import numpy as np
from topomaps.layouts.tsne import tsne_layout
from topomaps.scores.faithfulness import neighbor_ranks, trustworthiness


def test_follows_the_seed_and_keeps_neighbours(clusters):
    positions = tsne_layout(clusters, seed=3)
    assert positions.shape == (60, 2)
    assert positions.dtype == np.float64
    np.testing.assert_array_equal(positions, tsne_layout(clusters, seed=3))
    assert trustworthiness(neighbor_ranks(clusters, positions, 10)) > 0.85


def test_small_layers_lower_the_perplexity_and_say_so(caplog):
    caplog.set_level(logging.INFO)
    tsne_layout(np.random.default_rng(0).random((10, 5)), seed=0)
    assert "perplexity lowered from 30 to 3" in caplog.text
