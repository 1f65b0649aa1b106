"""Lines from a group to others, and the group that a part is close to."""

import numpy as np
import pytest
from topomaps.statistics.directions import closest_group, discriminants
from topomaps.statistics.labelled_layers import check_labelled

CENTRES = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]])
N = 100


@pytest.fixture
def grouped():
    """Components (n, 2) of three groups, and their data."""
    labels = np.repeat(np.arange(3), N)
    values = CENTRES[labels] + np.random.default_rng(0).normal(size=(len(labels), 2))
    return values, check_labelled(values, labels)


def test_lines_begin_at_the_group_and_end_at_the_other(grouped):
    values, data = grouped
    lines = discriminants([values], data, 0, [1, 2])
    assert np.median(lines[0][:N]) == pytest.approx(0)
    for line, own in zip(lines, (1, 2), strict=True):
        assert np.median(line[data.labels == own]) == pytest.approx(6, abs=0.5)
        assert np.median(line[data.labels == 3 - own]) == pytest.approx(0, abs=0.5)


def test_lines_do_not_change_with_the_scale_of_components(grouped):
    values, data = grouped
    lines = discriminants([values], data, 0, [1, 2])
    np.testing.assert_allclose(discriminants([5 * values], data, 0, [1, 2]), lines, atol=1e-9)


@pytest.mark.parametrize("moved", [1, 2])
def test_a_part_is_named_by_what_it_is_close_to(grouped, moved):
    values, data = grouped
    part = np.arange(len(values)) < 10
    values = values.copy()
    values[part] = CENTRES[moved] + (values[part] - CENTRES[0])
    assert closest_group([values], data, part.astype(float), [1, 2]) == moved


def test_closeness_is_in_units_of_the_scatter(grouped):
    values, data = grouped
    values = values * [1, 100]  # the third group is far away, but so are the inputs of each other
    part = np.where(data.labels == 0, 1.0, 0.0)
    place = (CENTRES * [1, 100])[2] * 0.6
    values[data.labels == 0] += place
    assert closest_group([values], data, part, [1, 2]) == 2


def test_folds_without_a_group_or_without_variation_do_not_matter(grouped):
    values, data = grouped
    labels = np.r_[data.labels, data.labels]
    folds = np.repeat([0, 1], len(data.labels))
    both = check_labelled(np.r_[values, values], labels, folds=folds)
    features = [values, values[:, :0]]
    part = np.where(np.arange(len(labels)) < 10, 1.0, 0.0)
    assert closest_group(features, both, part, [1, 2]) in (1, 2)
    lines = discriminants(features, both, 0, [1, 2])
    assert all((line[len(values) :] == 0).all() for line in lines)
