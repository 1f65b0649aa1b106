from pathlib import Path

import numpy as np
import pytest
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, enlarge, map_images, sampled

PUBLISHED = np.load(Path(__file__).parents[2] / "data" / "published_maps.npz")
ZERO = [255, 254, 254]


def test_equals_the_published_images():
    fields = MapGrid(PUBLISHED["layout"]).interpolate(PUBLISHED["naps"])
    images = map_images(fields, color_limit(PUBLISHED["naps"]))
    published = PUBLISHED["images"].repeat(3, axis=1).repeat(3, axis=2)
    np.testing.assert_array_equal(images[: len(published)], published)


@pytest.mark.parametrize("size", [4, 8, 20])
def test_a_sampled_image_is_the_one_painted_of_that_size(size):
    fields = np.random.default_rng(0).normal(size=(1, 4, 4))
    image = map_images(fields, limit=2, size=12)[0]
    np.testing.assert_array_equal(sampled(image, size), map_images(fields, limit=2, size=size)[0])


def test_colors_of_the_scale():
    field = np.array([[[-2.0, 0.0], [2.0, np.nan]]])
    image = map_images(field, limit=2, size=2)[0]
    assert image.tolist() == [[[0, 0, 255], ZERO], [[255, 0, 0], [255, 255, 255]]]


def test_values_beyond_the_limit_get_its_color():
    field = np.array([[[-3.0, 3.0], [-2.0, 2.0]]])
    image = map_images(field, limit=2, size=2)[0]
    np.testing.assert_array_equal(image[0], image[1])


def test_green_follows_from_red_and_blue():
    image = map_images(np.linspace(-1, 1, 400).reshape(1, 20, 20), limit=1, size=20)[0].astype(int)
    np.testing.assert_array_equal(image[..., 1], image[..., 0] + image[..., 2] - 255)


def test_a_dead_layer_has_the_color_of_zero():
    image = map_images(np.zeros((1, 10, 10)), limit=0, size=30)[0]
    assert np.unique(image.reshape(-1, 3), axis=0).tolist() == [ZERO]


def test_each_point_is_a_square_of_pixels():
    field = np.linspace(-1, 1, 100).reshape(1, 10, 10)
    small, large = (map_images(field, limit=1, size=size) for size in (10, 30))
    np.testing.assert_array_equal(large, np.kron(small, np.ones((1, 3, 3, 1), np.uint8)))
    np.testing.assert_array_equal(enlarge(small, 30), large)


def test_color_limit_ignores_empty_groups():
    naps = np.array([[1.0, -3.0], [np.nan, np.nan], [2.0, 0.5]])
    assert color_limit(naps) == 3
    assert color_limit(naps[1:2]) == 0


def test_unfit_size_and_limit_are_refused():
    with pytest.raises(ValueError, match="multiple of 100"):
        map_images(np.zeros((1, 100, 100)), limit=1, size=250)
    for limit in (-1, np.nan, np.inf):
        with pytest.raises(ValueError, match="finite number"):
            map_images(np.zeros((1, 10, 10)), limit=limit, size=10)


def test_planted_outliers_set_the_largest_value_but_not_the_percentile():
    naps = np.linspace(-1, 1, 7 * 512).reshape(7, 512)
    naps[3, 17], naps[5, 400] = 100, -80
    assert color_limit(naps) == color_limit(naps, "max") == color_limit(naps, 100) == 100
    assert color_limit(naps, 99) == pytest.approx(0.99, abs=0.002)
    assert color_limit(naps, 50) == pytest.approx(0.5, abs=0.002)


def test_planted_outliers_make_nothing_else_white_below_a_percentile():
    field = np.linspace(-1, 1, 100).reshape(1, 10, 10)
    naps = np.append(field, 100)
    white, seen = (
        map_images(field, color_limit(naps, percentile), size=10)[0].astype(int)
        for percentile in ("max", 90)
    )
    assert np.ptp(white, axis=(0, 1)).max() <= 3  # one colour in all, to the eye
    assert seen[0, 0].tolist() == [0, 0, 255]
    assert seen[-1, -1].tolist() == [255, 0, 0]


def test_where_few_neurons_act_the_limit_is_the_largest():
    naps = np.zeros((2, 1000))
    naps[0, 3] = -4
    assert color_limit(naps, 99) == 4
    assert color_limit(np.zeros((2, 3)), 99) == 0
