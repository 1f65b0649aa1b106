import numpy as np
import pytest
from topomaps.scores.components import component_scores, components, size_weighted_convexity

SIZE = 300
Y, X = np.mgrid[:SIZE, :SIZE] - (SIZE - 1) / 2
EVERYWHERE = np.ones((SIZE, SIZE), bool)


def picture(red=None, blue=None):
    """White image with a red and a blue region, given as masks."""
    image = np.full((SIZE, SIZE, 3), 255, np.uint8)
    if red is not None:
        image[red] = 255, 0, 0
    if blue is not None:
        image[blue] = 0, 0, 255
    return image


def rectangle(left, top, width, height):
    mask = np.zeros((SIZE, SIZE), bool)
    mask[top : top + height, left : left + width] = True
    return mask


def test_a_rectangle_is_measured_exactly():
    row = components(picture(red=rectangle(100, 120, 41, 21)), EVERYWHERE).iloc[0]
    # Contours run through the middles of the outermost pixels.
    assert row.to_dict() == {
        "channel": "blue",
        "area": 41 * 21,
        "relative_area": 41 * 21 / SIZE**2,
        "perimeter": 2 * (40 + 20),
        "hull": 2 * (40 + 20),
        "convexity": 1,
    }


def test_the_red_channel_shows_blue_regions():
    table = components(picture(rectangle(50, 150, 20, 20), rectangle(200, 150, 30, 30)))
    assert list(zip(table["channel"], table["area"], strict=True)) == [("red", 900), ("blue", 400)]


def test_an_l_shape_is_less_convex():
    shape = rectangle(100, 100, 61, 61) & ~rectangle(131, 100, 30, 30)
    row = components(picture(red=shape), EVERYWHERE).iloc[0]
    assert row["perimeter"] == pytest.approx(240, abs=2)
    assert row["hull"] == pytest.approx(180 + 30 * np.sqrt(2), abs=1)
    assert row["convexity"] == row["hull"] / row["perimeter"]


def test_diagonal_neighbours_are_one_component():
    shape = rectangle(100, 100, 10, 10) | rectangle(110, 110, 10, 10)
    assert len(components(picture(red=shape))) == 1


def test_a_hole_is_no_component_and_its_island_is_one():
    ring = (np.hypot(X, Y) < 100) & (np.hypot(X, Y) > 70)
    disc = np.hypot(X, Y) < 30
    full = components(picture(red=np.hypot(X, Y) < 100)).iloc[0]
    table = components(picture(red=ring | disc)).sort_values("area")
    assert table["area"].tolist() == [disc.sum(), ring.sum()]
    assert table["perimeter"].iloc[1] == full["perimeter"]


def test_small_components_are_dropped():
    shape = rectangle(100, 100, 5, 2) | rectangle(150, 100, 11, 1)
    assert components(picture(red=shape))["area"].tolist() == [11]
    assert sorted(components(picture(red=shape), min_area=9)["area"]) == [10, 11]


def test_a_single_pixel_is_convex():
    assert components(picture(red=rectangle(150, 150, 1, 1)), min_area=0)["convexity"].item() == 1


def test_the_threshold_belongs_to_the_region():
    image = np.full((SIZE, SIZE, 3), 255, np.uint8)
    image[100:200, 100:200] = 255, 240, 240
    assert components(image)["area"].tolist() == [100 * 100]
    assert components(image, threshold=239).empty
    assert components(image, threshold=230).empty


def test_default_mask_is_the_inscribed_disc():
    area = components(picture(red=EVERYWHERE))["area"].item()
    assert area == pytest.approx(np.pi * (SIZE / 2) ** 2, rel=1e-3)
    half = components(picture(red=EVERYWHERE), mask=X < 0)
    assert half["relative_area"].item() == 1


def test_scores_of_a_blank_map_are_zero():
    assert component_scores(picture()) == {
        "component_count": 0,
        "mean_relative_size": 0,
        "size_weighted_convexity": 0,
    }


def test_scores_summarise_the_table():
    image = picture(X < -20, X > 60)
    table, scores = components(image), component_scores(image)
    assert scores["component_count"] == 2
    assert scores["mean_relative_size"] == pytest.approx(table["area"].mean() / 70685, rel=1e-3)
    weighted = np.average(table["convexity"], weights=table["area"]) * table["relative_area"].sum()
    assert scores["size_weighted_convexity"] == pytest.approx(weighted)
    assert size_weighted_convexity(image) == scores["size_weighted_convexity"]


def test_colors_may_be_exchanged():
    red, blue = X < -20, X > 60
    assert component_scores(picture(red, blue)) == pytest.approx(
        component_scores(picture(blue, red))
    )


@pytest.mark.parametrize("mask", [np.ones((10, 10), bool), np.zeros((SIZE, SIZE), bool)])
def test_unfit_masks_are_refused(mask):
    with pytest.raises(ValueError, match="mask"):
        components(picture(), mask)


@pytest.mark.parametrize(
    "image",
    [
        np.ones((30, 30, 3)),
        np.full((30, 30, 3), np.nan),
        np.zeros((30, 30), np.uint8),
        np.zeros((30, 30, 4), np.uint8),
        [[[0, 0, 0]]],
    ],
)
def test_images_that_are_not_rgb_of_8_bits_are_refused(image):
    with pytest.raises(ValueError, match="8-bit RGB"):
        components(image)


@pytest.mark.parametrize("value", [np.nan, 0.5, 7])
def test_a_mask_is_true_or_false(value):
    with pytest.raises(ValueError, match="true and false"):
        components(np.zeros((30, 30, 3), np.uint8), np.full((30, 30), value))


def test_a_black_image_has_no_convexity_above_1():
    assert size_weighted_convexity(np.zeros((300, 300, 3), np.uint8)) == 1
