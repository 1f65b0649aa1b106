import numpy as np
import pytest
from scipy.spatial.distance import pdist
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.sorted_places import neighborhood, rasterized, ring_places
from topomaps.scores.layout_table import density_variation, roundness


@pytest.mark.parametrize("n_neurons", range(4, 65))
def test_any_number_of_places_apart_from_each_other(n_neurons):
    places = ring_places(n_neurons)
    assert places.shape == (n_neurons, 2)
    assert pdist(places).min() >= 1 - 1e-9


@pytest.mark.parametrize("n_neurons", [16, 23, 64, 128, 200, 1000])
def test_even_and_round(n_neurons):
    places = scale_to_unit(ring_places(n_neurons))
    assert density_variation(places) < 0.05
    assert roundness(places) > 0.93


def test_density_is_the_same_everywhere():
    radii = np.sort(np.hypot(*ring_places(5000).T))
    inside = np.searchsorted(radii, [10, 20, 30])
    np.testing.assert_allclose(inside, [np.pi * r**2 for r in (10, 20, 30)], rtol=0.1)


def test_weights_are_symmetric_and_lack_at_the_rim_only():
    places = ring_places(300)
    near = neighborhood(places)
    matrix = np.zeros((300, 301))
    np.put_along_axis(matrix, near.indices, near.weights, axis=1)  # -1 is the last column
    np.testing.assert_allclose(matrix[:, :300], matrix[:, :300].T)
    np.testing.assert_allclose(matrix[:, 300], 0)
    radii = np.hypot(*places.T)
    assert near.openness[radii < radii.max() - 2.5].mean() < 0.1
    assert near.openness[radii > radii.max() - 0.1].min() > 0.3


def test_raster_knows_a_place_of_each_cell():
    raster = rasterized(ring_places(300))
    rows, columns = np.nonzero(raster.places >= 0)
    np.testing.assert_array_equal(
        raster.cells[raster.places[rows, columns]], np.column_stack([rows, columns])
    )
