import numpy as np
from topomaps.maps.set_maps import set_maps

POSITIONS = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]], dtype=float)


def test_a_set_that_is_a_group_has_its_map():
    values = np.random.default_rng(0).random((30, 5))
    groups = [np.arange(10), np.arange(10, 30), np.array([], dtype=int)]
    painted = set_maps(values, groups, [groups[1], groups[0][:1]], POSITIONS, 10, 20)
    assert painted.groups.shape == (3, 20, 20, 3)
    assert (painted.sets[0] == painted.groups[1]).all()
    assert (painted.sets[1] != painted.groups[0]).any()
    assert (painted.groups[2] == 255).all()  # an empty group is white
    means = np.stack([values[each].mean(axis=0) for each in groups[:2]])
    assert painted.colors["percentile"] == 100
    assert painted.colors["limit"] == np.abs(means - means.mean(axis=0)).max()
