import re
import warnings

import numpy as np
import pytest
from topomaps.library.shapes import (
    check_laid_out,
    check_positions,
    check_shown,
    warn_of_features,
    warn_of_profiles,
)

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_profiles_in_place_of_features_are_warned_of(dtype):
    profiles = RANDOM.standard_normal((5, 20)).astype(dtype)
    profiles -= profiles.mean(axis=0)
    words = r"shape \(5, 20\) are laid out as 5 neurons.* topomaps\.profile_features\(profiles\)"
    with pytest.warns(UserWarning, match=words):
        warn_of_profiles(profiles)
    with pytest.warns(UserWarning, match="look like features of 20 neurons and 5 groups"):
        warn_of_features(profiles.T)


def test_what_is_the_right_way_round_is_not_warned_of():
    centred = RANDOM.standard_normal((30, 8))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_profiles(RANDOM.standard_normal((5, 20)))
        warn_of_profiles(centred - centred.mean(axis=0))
        warn_of_profiles((centred - centred.mean(axis=0)).T)
        warn_of_profiles(np.zeros((4, 9)))
        warn_of_features(RANDOM.standard_normal((20, 5)))
        warn_of_features(np.zeros((9, 4)))


def test_a_layout_of_the_groups_is_told_from_one_of_the_neurons():
    check_positions(np.zeros((5, 20)), np.zeros((20, 2)))
    words = re.escape("NAPs of shape (5, 20) and positions of shape (5, 2) do not fit")
    with pytest.raises(ValueError, match=f"{words}.*topomaps.profile_features"):
        check_positions(np.zeros((5, 20)), np.zeros((5, 2)))
    with pytest.raises(ValueError, match=r"positions of shape \(19, 2\) do not fit: give \(gro"):
        check_positions(np.zeros((5, 20)), np.zeros((19, 2)))
    with pytest.raises(ValueError, match=r"positions of shape \(20,\)"):
        check_positions(np.zeros((5, 20)), np.zeros(20))


def test_features_are_those_of_the_neurons_that_are_laid_out():
    check_laid_out(np.zeros((20, 5)), np.zeros((20, 2)))
    words = re.escape("features of shape (5, 20) and positions of shape (20, 2) do not fit")
    with pytest.raises(ValueError, match=f"{words}.*topomaps.profile_features"):
        check_laid_out(np.zeros((5, 20)), np.zeros((20, 2)))
    check_shown(np.zeros((20, 3)), np.zeros((20, 5)))
    with pytest.raises(ValueError, match=r"shown has the shape \(3, 20\), but features \(20, 5\)"):
        check_shown(np.zeros((3, 20)), np.zeros((20, 5)))
