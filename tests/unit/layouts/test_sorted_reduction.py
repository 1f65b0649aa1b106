import numpy as np
import pytest
from scipy.spatial.distance import pdist
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.layouts.sorted_reduction import LEADING, isometric, reduced
from topomaps.scores.faithfulness import faithfulness


@pytest.fixture
def maps():
    """Feature maps (200, 100,000): eight patterns in every mixture, and noise."""
    generator = np.random.default_rng(0)
    patterns = generator.standard_normal((8, 100_000))
    noise = 0.3 * generator.standard_normal((200, 100_000))
    return generator.standard_normal((200, 8)) @ patterns + noise


@pytest.mark.parametrize("shape", [(50, 400), (50, 40)])
def test_turning_keeps_all_distances(shape):
    rows = np.random.default_rng(0).standard_normal(shape)
    turned = isometric(rows)
    assert turned.shape == (50, min(shape))
    np.testing.assert_allclose(pdist(turned), pdist(rows), rtol=1e-9)
    assert (np.diff(turned.var(axis=0)) <= 1e-12).all()


def test_few_columns_keep_the_distances_of_feature_maps(maps):
    few = reduced(maps)
    assert few.shape == (200, LEADING)
    assert np.corrcoef(pdist(few), pdist(maps))[0, 1] > 0.99
    np.testing.assert_array_equal(reduced(maps), few)


def test_few_columns_stay():
    rows = np.random.default_rng(0).standard_normal((50, LEADING))
    assert reduced(rows) is rows


def test_feature_maps_are_sorted_by_all_their_values(maps):
    trustworthiness = faithfulness(maps, sorted_layout(maps, seed=0))[1]["value"]
    assert trustworthiness > 0.85
