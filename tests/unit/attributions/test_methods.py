"""Occlusion, integrated gradients and deletion, where the right answer is known."""

import numpy as np
import pytest
from topomaps.attributions.deletion import SHARES, areas, chance_of_order, deletion
from topomaps.attributions.integrated_gradients import incompleteness, integrated_gradients
from topomaps.attributions.occlusion import occlusion, windows
from topomaps.attributions.parts import feature_parts, image_parts

WEIGHTS = np.array([1.0, -2.0, 0.0, 4.0])


def linear(inputs):
    return np.asarray(inputs) @ WEIGHTS


def test_occlusion_of_a_linear_function_is_weight_times_difference():
    parts = feature_parts(np.array([1.0, 1, 1, 2]), np.array([0.0, 0.5, 0, 1]))
    assert occlusion(linear, parts, 2) == pytest.approx([1, -1, 0, 4])


def test_windows_of_a_grid_are_two_by_two_and_smaller_at_the_rim():
    found = windows((3, 3)).reshape(4, 4, 3, 3)
    assert found[0, 0].sum() == 1
    assert found[0, 1].sum() == 2
    assert found[1, 1].sum() == 4
    assert (found.sum(axis=(0, 1)) == 4).all()


def test_what_drives_an_image_is_found_in_its_cell():
    image = np.ones((8, 8))
    parts = image_parts(image, np.zeros((8, 8)), 8)
    found = occlusion(lambda each: each[:, 5, 2], parts, 16)
    assert np.unravel_index(found.argmax(), found.shape) == (5, 2)
    assert found.max() == 1


def test_integrated_gradients_sum_up_to_the_difference():
    def derived(inputs):
        return (inputs**2).sum(axis=1), 2 * inputs

    values, baseline = np.array([1.0, 2, -3]), np.array([0.5, 0, 0])
    found = integrated_gradients(derived, values, baseline, 32, 5)
    assert found == pytest.approx(values**2 - baseline**2)
    assert incompleteness(found, 14, 0.25) == pytest.approx(0)
    assert incompleteness(found * 1.1, 14, 0.25) == pytest.approx(0.1)


def test_the_right_order_deletes_faster_than_random_ones():
    weights = np.arange(20.0)
    parts = feature_parts(np.ones(20), np.zeros(20))
    found = deletion(lambda each: each @ weights, parts, weights, 8, 19, np.random.default_rng(0))
    assert found.curve[[0, -1]].tolist() == [1, 0]
    assert (np.diff(found.curve) <= 0).all()
    area, random_area, p = chance_of_order([found])
    assert area < 0.4 < random_area < 0.6
    assert p == 0.05


def test_a_wrong_order_is_no_better_than_chance():
    weights = np.arange(20.0)
    parts = feature_parts(np.ones(20), np.zeros(20))
    found = deletion(lambda each: each @ weights, parts, -weights, 8, 19, np.random.default_rng(0))
    assert chance_of_order([found])[2] == 1


def test_the_area_of_a_straight_line_is_a_half():
    assert areas(1 - SHARES) == pytest.approx(0.5)


def test_gradients_agree_with_captum():
    torch = pytest.importorskip("torch")
    captum = pytest.importorskip("captum.attr")
    generator = np.random.default_rng(0)
    first, second = generator.normal(size=(6, 8)), generator.normal(size=8)
    tensors = torch.tensor(first), torch.tensor(second)

    def function(inputs):
        return torch.relu(inputs @ tensors[0]) @ tensors[1]

    def derived(inputs):
        given = torch.tensor(inputs, dtype=torch.float64, requires_grad=True)
        activity = function(given)
        return activity.detach().numpy(), torch.autograd.grad(activity.sum(), given)[0].numpy()

    values, baseline = generator.normal(size=6), generator.normal(size=6)
    found = integrated_gradients(derived, values, baseline, 32, 10)
    expected = captum.IntegratedGradients(function).attribute(
        torch.tensor(values)[None], torch.tensor(baseline)[None], n_steps=32,
        method="riemann_middle",
    )  # fmt: skip
    assert found == pytest.approx(expected[0].numpy(), rel=1e-4, abs=1e-5)
