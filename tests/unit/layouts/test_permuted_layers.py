"""Layers of noise are as alike as chance says; layers that share a structure are more alike."""

import numpy as np
import pytest
from topomaps.layouts.permuted_layers import shared_similarities, turned_similarity
from topomaps.maps.alignment import maps_below
from topomaps.profiles.sampled import SampledProfiles

SHAPE = {"resolution": 30}


def layers(generator, n_groups, structure=None):
    """NAPs of two layers of 60 neurons: noise, or with tuning of both to the same few things."""
    means = generator.normal(size=(2, n_groups, 60))
    if structure is not None:
        means = structure @ generator.normal(size=(2, structure.shape[1], 60)) + 0.2 * means
    return list(means - means.mean(axis=1, keepdims=True))


def test_shared_layouts_make_noise_of_two_groups_look_alike():
    similarities = [
        shared_similarities(layers(np.random.default_rng(seed), 2), seed, **SHAPE)[0]
        for seed in range(4)
    ]
    assert min(similarities) > 0.8


def test_noise_of_many_groups_is_less_alike_than_structure():
    generator = np.random.default_rng(0)
    structure = generator.normal(size=(8, 2))
    planted = layers(generator, 8, structure)
    noise = [planted[0], layers(generator, 8)[1]]
    assert shared_similarities(planted, 0, **SHAPE)[0] > 0.8
    assert shared_similarities(noise, 0, **SHAPE)[0] < 0.7


@pytest.mark.parametrize("empty", [False, True])
def test_a_layer_is_laid_out_and_turned_towards_the_first(empty):
    first, second = layers(np.random.default_rng(0), 5)
    if empty:
        first[4] = second[4] = np.nan
    known = second[~np.isnan(second).any(axis=1)]
    profiles = SampledProfiles(second, known.T, np.ones(5, int), np.zeros(5, int))
    positions = np.random.default_rng(1).random((60, 2))
    fields = maps_below(None, first, positions, turn=False, **SHAPE)[1]
    found = turned_similarity(fields, profiles, "sorted", 0, **SHAPE)
    assert 0 < found < 0.8
