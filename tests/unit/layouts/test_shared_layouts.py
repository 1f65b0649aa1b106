import numpy as np
import pytest
from topomaps.layouts.shared_layouts import shared_layouts
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.maps.alignment import map_similarity
from topomaps.maps.interpolation import MapGrid
from topomaps.scores.faithfulness import faithfulness
from topomaps.scores.layout_table import density_variation, roundness


@pytest.fixture
def layers():
    """Two networks that respond to the same 10 groups in the same ways, of other widths."""
    generator = np.random.default_rng(0)
    patterns = generator.standard_normal((8, 10))
    return [
        scale * (patterns[generator.integers(8, size=n)] + 0.3 * generator.standard_normal((n, 10)))
        for n, scale in ((128, 1.0), (100, 50.0))
    ]


def maps(features, layout):
    return MapGrid(layout).interpolate((features / features.std()).T)


def test_the_same_place_means_the_same_in_all_layers(layers):
    shared = [maps(*each) for each in zip(layers, shared_layouts(layers, seed=0), strict=True)]
    alone = [maps(each, sorted_layout(each, seed=0)) for each in layers]
    assert map_similarity(*shared) > 0.6
    assert map_similarity(*shared) > map_similarity(*alone) + 0.2


def test_each_layer_has_an_even_disc_and_hardly_loses_quality(layers):
    for features, layout in zip(layers, shared_layouts(layers, seed=0), strict=True):
        assert (layout.min(), layout.max()) == (0, 1)
        assert density_variation(layout) < 0.05
        assert roundness(layout) > 0.97
        alone = sorted_layout(features, seed=0)
        kept, best = (faithfulness(features, each)[1]["value"] for each in (layout, alone))
        assert kept > 0.95 * best


def test_same_bytes_for_a_seed_also_for_large_layers(layers):
    large = np.random.default_rng(1).standard_normal((600, 10))
    first, second = (shared_layouts([*layers, large], seed=1) for _ in range(2))
    assert [len(each) for each in first] == [128, 100, 600]
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_refuses_layers_of_other_groups(layers):
    with pytest.raises(ValueError, match="with 10, 9 values per neuron cannot share"):
        shared_layouts([layers[0], layers[1][:, :9]], seed=0)
    with pytest.raises(ValueError, match="with no values"):
        shared_layouts([], seed=0)
