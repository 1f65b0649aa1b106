import numpy as np
import pytest
from scipy.spatial.distance import squareform
from topomaps.layouts.coordinates import scale_to_unit, uniform_start
from topomaps.layouts.distances import cosine_distances
from topomaps.layouts.pso import arrange, global_factor, pso_layout
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import map_images
from topomaps.scores.faithfulness import neighbor_ranks, trustworthiness
from topomaps.scores.image_errors import auc, resize_mse


@pytest.fixture(scope="module")
def distances(published_layouts):
    return squareform(published_layouts["cosine_distance"])


def test_both_forces_equal_published_result_before_rounding_takes_over(
    published_layouts, distances
):
    ours = arrange(distances, published_layouts["swarm_global_init"], n_steps=100)
    published = published_layouts["swarm_global_100_published_code"]
    np.testing.assert_allclose(ours, published, rtol=0, atol=1e-10)


def test_equation_of_the_paper_diverges_as_published(published_layouts, distances):
    ours = arrange(distances, published_layouts["swarm_global_init"], attraction="equation")
    np.testing.assert_allclose(ours, published_layouts["swarm_global_final_equation"], rtol=1e-9)
    assert np.ptp(ours) > 1e9


def images_on(positions, published):
    naps = published["naps"]
    return map_images(MapGrid(scale_to_unit(positions)).interpolate(naps), abs(naps).max())


def test_unfolded_swarm_has_the_published_shape_and_quality(published_layouts, distances):
    ours = arrange(distances, published_layouts["swarm_global_init"])
    published = published_layouts["swarm_global_final_published_code"]
    assert np.ptp(ours, axis=0) == pytest.approx(np.ptp(published, axis=0), rel=0.05)
    assert ours.std() == pytest.approx(published.std(), rel=0.02)
    ranks = [
        neighbor_ranks(published_layouts["naps"].T, positions, 10, "cosine")
        for positions in (ours, published)
    ]
    assert trustworthiness(ranks[0]) == pytest.approx(trustworthiness(ranks[1]), abs=0.05)
    errors = [
        np.mean([auc(resize_mse(image)) for image in images_on(positions, published_layouts)])
        for positions in (ours, published)
    ]
    # Rounding alone, added to the start, scatters this error by 3.4 % (standard deviation).
    assert errors[0] == pytest.approx(errors[1], rel=0.12)


def test_published_attraction_is_not_the_equation():
    distances = np.array([[0.0, 1.0], [1.0, 0.0]])
    repulsion = 0.5 * np.exp(-0.5)
    assert global_factor(distances)[0, 1] == pytest.approx(-repulsion)
    half = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    assert global_factor(half)[0, 1] == pytest.approx(1.5 * (1 - 0.5**3) - repulsion)
    assert global_factor(half, "equation")[0, 1] == pytest.approx(1.5 * 0.5**3 - repulsion)


def test_neurons_without_any_distance_attract_fully():
    np.testing.assert_array_equal(global_factor(np.zeros((3, 3))), 1.0)
    positions = arrange(cosine_distances(np.ones((5, 2))), np.random.default_rng(0).random((5, 2)))
    assert np.isfinite(positions).all()


def test_arrange_refuses_bad_input():
    start = np.random.default_rng(0).random((4, 2))
    with pytest.raises(ValueError, match=r"expected \(4, 4\)"):
        arrange(np.zeros((3, 3)), start)
    with pytest.raises(ValueError, match="Unknown attraction 'paper': choose from published_code"):
        arrange(np.zeros((4, 4)), start, attraction="paper")
    with pytest.raises(ValueError, match="distances between neurons contain NaN"):
        arrange(np.full((4, 4), np.nan), start)


def test_the_layout_arranges_by_cosine_distances():
    features, start = np.random.default_rng(0).random((30, 4)), uniform_start(30, seed=1)
    expected = arrange(cosine_distances(features), start, 20, "equation")
    np.testing.assert_array_equal(pso_layout(features, start, 20, "equation"), expected)
