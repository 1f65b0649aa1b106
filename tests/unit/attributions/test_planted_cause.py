"""A known cause: digits with a further input that marks a group, and networks that use it."""

import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier
from topomaps.attributions.questions import Questions
from topomaps.attributions.runs import Run, explain_all
from topomaps.maps.explained_regions import ExplainedRegion, extreme_inputs

sys.path.append(str(Path(__file__).parent))

from numpy_network import HiddenLayer, Rows

# A few epochs are enough.
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
MARK, N_HIDDEN, N_NEURONS = 64, 32, 6
METHODS = ["occlusion", "integrated_gradients"]


def marked_digits(seed):
    """Digits with the marking input, and their classes: ten without the mark, ten with it."""
    digits = load_digits()
    mark = np.random.default_rng(seed).random(len(digits.data)) < 0.5
    return np.c_[digits.data / 16, mark], digits.target + 10 * mark


def trained(inputs, classes, seed):
    """Hidden layer that has learned digits and mark."""
    model = MLPClassifier((N_HIDDEN,), max_iter=12, learning_rate_init=0.005, batch_size=50,
                          random_state=seed)  # fmt: skip
    model.fit(inputs, classes)
    return HiddenLayer(model.coefs_[0], model.intercepts_[0])


def explained(network, inputs, seed, methods=METHODS, n_randomised=19):
    """Results and rows of the checks of the neurons that respond most to the marked inputs."""
    marked = np.flatnonzero(inputs[:, MARK] == 1)
    activations = network.forward(["hidden"])(inputs)[0]["hidden"]
    excess = activations[marked].mean(axis=0) - activations.mean(axis=0)
    region = ExplainedRegion("marked", "marked", np.argsort(-excess)[:N_NEURONS])
    most, least, values = extreme_inputs(activations, [region], 3)
    generator = np.random.default_rng(seed)
    members = [generator.choice(marked, 16, replace=False)]
    reference = generator.choice(len(inputs), 64, replace=False)
    questions = Questions([region], most, least, values, members, reference)
    run = Run(network, None, "hidden", None, Rows(inputs), 256, methods, n_randomised, 19, [seed])
    return explain_all(run, questions)


@pytest.fixture(scope="module")
def of_trained():
    inputs, classes = marked_digits(0)
    network = trained(inputs, classes, 0)
    kernel = network.kernel.copy()
    found = explained(network, inputs, 0)
    assert np.array_equal(network.kernel, kernel)  # as it was, when all is done
    return found


@pytest.mark.parametrize("place", [0, 1])
def test_the_marking_input_comes_first_and_the_check_is_passed(of_trained, place):
    results, checks, _ = of_trained
    found = results[METHODS[place]][0]
    assert all(np.argmax(each) == MARK for each in found.of_inputs)
    assert np.argmax(found.of_group) == MARK
    check = checks[place]
    assert check["sanity"] == "passed"
    assert check["halves"] > check["chance_halves"]
    assert check["deletion"] == "passed"
    assert check["deletion_area"] < 0.3 < check["random_area"]


def test_attributions_of_gradients_sum_up_to_the_activity(of_trained):
    _, checks, _ = of_trained
    assert checks[1]["incompleteness"] < 0.01


def test_networks_that_have_learned_nothing_fail_the_check():
    n_passed = 0
    for seed in range(20):
        inputs, _ = marked_digits(seed)
        generator = np.random.default_rng(seed)
        kernel = generator.uniform(-0.25, 0.25, (MARK + 1, N_HIDDEN))
        network = HiddenLayer(kernel, np.zeros(N_HIDDEN))
        _, checks, _ = explained(network, inputs, seed, METHODS[:1])
        n_passed += checks[0]["sanity"] == "passed"
    assert n_passed <= 3  # of 20, by chance one
