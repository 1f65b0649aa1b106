import numpy as np
import pytest
from scipy.special import logit
from topomaps.statistics.class_probabilities import (
    class_probabilities,
    probabilities_of_predictions,
)

CLASSES = ("cat", "big dog", "owl")


def test_columns_are_matched_by_name():
    outputs = np.array([[0.7, 0.2, 0.1], [0.0, 0.0, 1.0]])
    found = class_probabilities(outputs, ["owl", "cat", "big dog"], CLASSES)
    np.testing.assert_allclose(found, [[0.2, 0.1, 0.7], [0, 1, 0]])


def test_log_odds_become_probabilities():
    probabilities = np.array([[0.7, 0.2, 0.1]])
    found = class_probabilities(5 + np.log(probabilities), CLASSES, CLASSES)
    np.testing.assert_allclose(found, probabilities)


@pytest.mark.parametrize("given", [lambda p: p, logit])
def test_a_single_output_is_that_of_the_second_name(given):
    found = class_probabilities(given(np.array([[0.9], [0.05]])), ["no", "yes"], ("yes", "no"))
    np.testing.assert_allclose(found, [[0.9, 0.1], [0.05, 0.95]])


def test_outputs_that_are_no_class_say_nothing():
    outputs = np.array([[0.1, 0.0, 0.0, 0.9], [0.0, 0.0, 0.0, 0.0]])
    found = class_probabilities(outputs, [*CLASSES, "eel"], CLASSES)
    np.testing.assert_allclose(found, [[0.4, 0.3, 0.3], [1 / 3] * 3])


def test_rounding_makes_no_probability_negative():
    strong = 10 * np.random.default_rng(0).normal(size=(2000, 10))
    names = [str(digit) for digit in range(10)]
    outputs = np.exp(strong) / np.exp(strong).sum(axis=1, keepdims=True)
    outputs[:, 3] = 0
    assert class_probabilities(outputs.astype(np.float32), names, names).min() >= 0


def test_networks_of_other_classes_are_not_used():
    assert class_probabilities(np.ones((2, 3)), ["a", "b", "c"], CLASSES) is None
    assert probabilities_of_predictions(np.array([0]), ["a"], CLASSES, np.array([0])) is None


def test_as_many_names_as_outputs_are_needed():
    with pytest.raises(ValueError, match="2 outputs, but 3 names"):
        class_probabilities(np.ones((2, 2)), CLASSES, CLASSES)


def test_a_named_class_is_as_sure_as_the_network_is_right():
    labels = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
    predictions = labels.copy()
    predictions[:2] = [1, 2]  # wrong
    predictions[-1] = -1  # none
    found = probabilities_of_predictions(predictions, CLASSES, CLASSES, labels)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert found[0, 1] == pytest.approx(7 / 9)
    np.testing.assert_allclose(found[-1], 1 / 3)
