"""Which groups of a file of maps figures show."""

import numpy as np
import pytest
from topomaps.maps.groups_shown import (
    given_groups,
    group_index,
    groups_of_confusion,
    groups_of_outcomes,
)


def maps_of(places, kinds=None, counts=None):
    """Arrays of `render_maps` of groups in these places (row, column)."""
    n = len(places)
    rows, columns = zip(*places, strict=True)
    return {
        "images": np.arange(n * 12, dtype=np.uint8).reshape(n, 2, 2, 3),
        "naps": np.arange(n * 5.0).reshape(n, 5),
        "positions": np.zeros((5, 2)),
        "limit": np.array(1.0),
        "counts": np.array(counts or [7] * n),
        "examples": np.arange(n),
        "groups": np.array([f"{column} {row}" for row, column in places]),
        "rows": np.array(rows),
        "columns": np.array(columns),
        "kinds": np.array(kinds or ["given"] * n),
    }


OUTCOMES = [(row, column) for row in ("correct", "wrong") for column in ("cat", "bigger dog")]
MATRIX = [(row, column) for row in ("cat", "dog", "owl") for column in ("cat", "dog", "owl")]


def test_a_group_is_found_by_its_name_as_it_is():
    maps = maps_of(OUTCOMES, counts=[0, 7, 7, 7])
    assert group_index(maps, "bigger dog correct") == 1
    with pytest.raises(ValueError, match="no group 'bigger_dog correct'"):
        group_index(maps, "bigger_dog correct")
    assert group_index(maps) == 1  # the first one with inputs
    with pytest.raises(ValueError, match="no group 'owl'; there are: cat correct, bigger dog"):
        group_index(maps, "owl")


def test_random_groups_are_left_out():
    maps = given_groups(maps_of(OUTCOMES, ["given", "given", "random", "random"]))
    assert maps["groups"].tolist() == ["cat correct", "bigger dog correct"]
    assert maps["images"].shape == (2, 2, 2, 3)
    assert maps["positions"].shape == (5, 2)


@pytest.mark.parametrize(
    ("complete", "places"), [(groups_of_outcomes, OUTCOMES), (groups_of_confusion, MATRIX)]
)
def test_complete_places_stay_as_they_are(complete, places):
    maps = maps_of(places)
    for key, values in complete(maps).items():
        np.testing.assert_array_equal(values, maps[key])


def check_places(found, expected, there, maps):
    """Groups stand in the expected places; those that were not there are empty."""
    places = list(zip(found["rows"].tolist(), found["columns"].tolist(), strict=True))
    assert places == expected
    for index, place in enumerate(places):
        if place in there:
            original = there.index(place)
            for key in ("images", "naps", "counts", "examples", "groups", "kinds"):
                np.testing.assert_array_equal(found[key][index], maps[key][original])
        else:
            assert (found["images"][index] == 255).all()
            assert np.isnan(found["naps"][index]).all()
            assert (found["counts"][index], found["examples"][index]) == (0, -1)
    assert found["limit"] == 1


@pytest.mark.parametrize("left_out", [[0], [3], [2, 3], [0, 3]])
def test_outcomes_that_were_left_out_are_empty(left_out):
    there = [place for index, place in enumerate(OUTCOMES) if index not in left_out]
    classes = list(dict.fromkeys(column for _, column in there))
    expected = [(row, column) for row in ("correct", "wrong") for column in classes]
    maps = maps_of(there)
    check_places(groups_of_outcomes(maps), expected, there, maps)


@pytest.mark.parametrize("left_out", [[0], [4], [2, 5, 8], [3, 4, 5], [0, 4, 8]])
def test_cells_that_were_left_out_are_empty(left_out):
    there = [place for index, place in enumerate(MATRIX) if index not in left_out]
    maps = maps_of(there)
    found = groups_of_confusion(maps)
    classes = list(dict.fromkeys(found["columns"].tolist()))
    assert {*classes} == {"cat", "dog", "owl"}
    expected = [(row, column) for row in classes for column in classes]
    check_places(found, expected, there, maps)
