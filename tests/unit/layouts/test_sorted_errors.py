import numpy as np
import pytest
from PIL import Image
from scipy.interpolate import LinearNDInterpolator
from scipy.ndimage import convolve1d
from scipy.spatial.distance import cdist
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.sorted_errors import (
    BIN,
    error_costs,
    error_forms,
    error_profile,
    kept_crossings,
)
from topomaps.layouts.sorted_features import color_parts, sign_clashes
from topomaps.layouts.sorted_layout import sorted_layout
from topomaps.layouts.sorted_places import neighborhood, ring_places
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.image_errors import RADII, SIZES, auc, score_images

RANDOM = np.random.default_rng(0)


def picture(places, values):
    """Values between places, 0 outside, on 300 × 300 pixels."""
    steps = np.linspace(0, 1, 100)
    x, y = np.meshgrid(steps, steps[::-1])
    field = np.nan_to_num(LinearNDInterpolator(places, values)(x, y))
    return field.repeat(3, axis=0).repeat(3, axis=1)


def resized(values, size):
    small = Image.fromarray(values.astype(np.float32), "F").resize((size, size), Image.BICUBIC)
    return np.asarray(small.resize((300, 300), Image.BICUBIC))


def blurred(values, radius):
    """Three boxes of fractional width with the variance of the Gaussian, rims repeated."""
    box = 0.5 * (np.sqrt(12 * radius**2 / 3 + 1) - 1)
    whole = int(box)
    share = (
        (2 * whole + 1)
        * (whole * (whole + 1) - radius**2)
        / (6 * (radius**2 / 3 - (whole + 1) ** 2))
    )
    taps = np.ones(2 * whole + 3)
    taps[[0, -1]] = share
    for axis in (0, 1) * 3:
        values = convolve1d(values, taps / taps.sum(), axis=axis, mode="nearest")
    return values


@pytest.mark.parametrize(("form", "altered", "steps"), [(0, blurred, RADII), (1, resized, SIZES)])
def test_form_is_what_interpolating_altering_subtracting_and_squaring_gives(form, altered, steps):
    places = scale_to_unit(ring_places(12))
    forms = error_forms(places)[form]
    for values in (np.eye(12)[0], np.eye(12)[11], RANDOM.standard_normal(12)):
        shown = picture(places, values)
        curve = [np.mean((shown - altered(shown, step)) ** 2) for step in steps]
        assert values @ forms @ values == pytest.approx(np.trapezoid(curve), rel=2e-3)


def test_a_disc_of_one_colour_errs_at_the_rim_alone():
    for form in error_forms(scale_to_unit(ring_places(200))):
        assert np.linalg.eigvalsh(form).min() > -1e-6 * np.trace(form)
        middle = form.sum(axis=1)[:20]  # of places from the centre outwards
        assert abs(middle).max() < 0.01 * form.diagonal().mean()


@pytest.mark.parametrize(("n_neurons", "signs"), [(128, 1), (128, 2), (300, 2)])
def test_cost_is_the_error_of_the_rendered_maps(n_neurons, signs):
    """Of small layers less exactly, where borders between signs take much of the map."""
    naps = RANDOM.standard_normal((6, 4)) @ RANDOM.standard_normal((4, n_neurons))
    naps = abs(naps) if signs == 1 else naps
    layout = sorted_layout(naps.T, seed=0)
    scores = score_images(map_images(MapGrid(layout).interpolate(naps), color_limit(naps)))
    values = naps.T / color_limit(naps)
    parts, clashes = color_parts(values), sign_clashes(values)
    near = neighborhood(ring_places(n_neurons))
    order = cdist(scale_to_unit(ring_places(n_neurons)), layout).argmin(axis=1)
    crossing = (near.weights * clashes[order[:, None], order[near.indices]]).sum() / 2
    names = zip(
        error_forms(layout), kept_crossings(n_neurons), ("blur_mse", "resize_mse"), strict=True
    )
    for form, factor, measure in names:
        expected = auc(scores[measure, "float"].mean(axis=0))
        cost = np.einsum("pr,pq,qr->", parts, form, parts) + factor * crossing
        assert cost * 255**2 / 3 / len(naps) == pytest.approx(expected, rel=0.06)


def cost_of(costs, order):
    near = neighborhood(ring_places(len(order)))
    shown = costs.parts[order]
    clashes = (near.weights * costs.clashes[order[:, None], order[near.indices]]).sum() / 2
    return np.einsum("pr,pq,qr->", shown, costs.form, shown) + clashes


def test_random_orders_cost_1_for_each_neuron():
    costs = error_costs(RANDOM.standard_normal((60, 3)) + 0.3)
    found = [cost_of(costs, RANDOM.permutation(60)) / 60 for _ in range(300)]
    assert np.mean(found) == pytest.approx(1, abs=0.01)
    assert not error_costs(np.zeros((60, 2))).form.any()


def test_far_from_the_rim_the_form_goes_by_distance():
    """Exactly on average, with equal signs, which never clash."""
    values = abs(RANDOM.standard_normal((600, 3)))
    places = ring_places(600)
    form, profile = error_costs(values).form, error_profile(600, color_parts(values))
    central = np.hypot(*places.T) < 4
    away = cdist(places[central], places)
    assert profile[0] == 0
    for distance in (2, 3, 4):
        ring = form[central][abs(away - distance) < BIN / 2].mean()
        assert profile[round(distance / BIN)] == pytest.approx(ring, rel=0.15, abs=0.01)


def test_profile_shows_that_equal_neighbours_lower_the_errors():
    profile = error_profile(3000, color_parts(RANDOM.standard_normal((3000, 3))))
    assert profile[round(3 / BIN)] < -0.004
    assert abs(profile[-5:]).max() < 1e-3
