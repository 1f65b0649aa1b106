"""A turned layout is turned back, from its maps alone."""

import numpy as np
import pytest
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.maps.alignment import Rotation, best_rotation, map_similarity, polar_fields, rotated
from topomaps.maps.interpolation import MapGrid


@pytest.fixture
def disc():
    """Positions of 600 neurons on a disc, and values of three groups that vary smoothly on it."""
    generator = np.random.default_rng(0)
    radius = 0.5 * np.sqrt(generator.random(600))
    angle = 2 * np.pi * generator.random(600)
    positions = scale_to_unit(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    x, y = (positions - 0.5).T
    return positions, np.stack([x, y + 2 * x * y, np.exp(-20 * ((x - 0.2) ** 2 + y**2))])


@pytest.mark.parametrize(("angle", "mirrored"), [(0.0, False), (1.1, False), (4.0, True)])
def test_turn_is_found_and_undone(disc, angle, mirrored):
    positions, values = disc
    moved = rotated(positions, Rotation(angle, mirrored, 0))
    reference = MapGrid(positions).interpolate(values)
    found = best_rotation(reference, MapGrid(moved).interpolate(values))
    back = rotated(moved, found)
    assert found.mirrored == mirrored
    assert found.similarity > 0.97
    assert np.abs(back - positions).max() < 0.05


def test_the_same_maps_need_no_turn(disc):
    positions, values = disc
    fields = MapGrid(positions).interpolate(values)
    angle, mirrored, similarity = best_rotation(fields, fields)
    assert (angle, mirrored) == (0, False)
    assert similarity == pytest.approx(1)


def test_empty_groups_and_flat_maps_do_not_matter(disc):
    positions, values = disc
    fields = MapGrid(positions).interpolate(values)
    with_empty = np.concatenate([fields, np.full_like(fields[:1], np.nan)])
    assert best_rotation(with_empty, with_empty).similarity == pytest.approx(1)
    assert best_rotation(fields, np.zeros_like(fields)).similarity == 0


def test_polar_fields_turn_by_a_shift(disc):
    positions, values = disc
    quarter = rotated(positions, Rotation(np.pi / 2, False, 0))
    polar = polar_fields(MapGrid(positions).interpolate(values))[:, :30]
    moved = polar_fields(MapGrid(quarter).interpolate(values))[:, :30]
    assert np.abs(np.roll(polar, polar.shape[-1] // 4, axis=-1) - moved).max() < 0.02


def test_the_similarity_is_the_correlation_of_all_values(disc):
    positions, values = disc
    fields = MapGrid(positions).interpolate(values - values.mean(axis=0))
    other = MapGrid(rotated(positions, Rotation(0.3, False, 0))).interpolate(
        values - values.mean(axis=0)
    )
    filled = [np.nan_to_num(each).ravel() for each in (fields, other)]
    assert map_similarity(fields, other) == pytest.approx(np.corrcoef(filled)[0, 1])
    assert map_similarity(fields, -3 * fields) == pytest.approx(-1)
    assert map_similarity(fields, np.zeros_like(fields)) == 0


def test_different_groups_are_refused():
    with pytest.raises(ValueError, match="2 and 3 groups"):
        best_rotation(np.zeros((2, 9, 9)), np.zeros((3, 9, 9)))
