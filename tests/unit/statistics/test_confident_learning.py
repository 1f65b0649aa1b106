"""Published measures of confident learning on numbers that a person can check."""

import numpy as np
from topomaps.statistics.confident_learning import (
    confident_joint,
    normalised_margin,
    self_confidence,
)

LABELS = np.array([0, 0, 1, 1, 1])
PROBABILITIES = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6], [0.9, 0.1]])


def test_self_confidence_is_the_probability_of_the_given_label():
    np.testing.assert_allclose(self_confidence(LABELS, PROBABILITIES), [0.9, 0.7, 0.8, 0.6, 0.1])


def test_normalised_margin_compares_with_the_best_other_class():
    np.testing.assert_allclose(normalised_margin(LABELS, PROBABILITIES), [0.9, 0.7, 0.8, 0.6, 0.1])
    three = np.array([[0.5, 0.3, 0.2]])
    np.testing.assert_allclose(normalised_margin(np.array([2]), three), [0.35])


def test_confident_joint_counts_above_the_mean_probability_of_a_class():
    # Thresholds are 0.8 and 0.5: input 1 is confident of nothing, input 4 of class 0.
    np.testing.assert_array_equal(confident_joint(LABELS, PROBABILITIES), [[1, 0], [1, 2]])


def test_class_without_inputs_has_no_threshold():
    joint = confident_joint(np.array([0, 0]), np.array([[0.4, 0.6], [0.4, 0.6]]))
    np.testing.assert_array_equal(joint, [[2, 0], [0, 0]])
