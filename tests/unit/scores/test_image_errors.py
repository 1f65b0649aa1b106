from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from topomaps.maps.interpolation import MapGrid
from topomaps.maps.rendering import color_limit, map_images
from topomaps.scores.image_errors import RADII, SIZES, auc, blur_mse, resize_mse, score_images

PUBLISHED = np.load(Path(__file__).parents[2] / "data" / "published_maps.npz")
MEASURES = {"resize_mse": resize_mse, "blur_mse": blur_mse}
SUFFIX = {"float": "", "uint8": "_published_uint8"}


@pytest.fixture(scope="module")
def images():
    fields = MapGrid(PUBLISHED["layout"]).interpolate(PUBLISHED["naps"])
    return map_images(fields, color_limit(PUBLISHED["naps"]))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("arithmetic", SUFFIX)
def test_equals_the_published_errors(images, measure, arithmetic):
    published = PUBLISHED[measure + SUFFIX[arithmetic]]
    errors = [MEASURES[measure](image, arithmetic=arithmetic) for image in images[:3]]
    np.testing.assert_allclose(errors, published, rtol=0, atol=1e-8)


def test_parameters_are_the_papers():
    assert tuple(range(55, 5, -5)) == SIZES
    assert tuple(range(2, 22, 2)) == RADII


def test_equals_pillow_on_real_maps(images):
    size = images.shape[1], images.shape[1]
    for image in images[3:]:
        picture = Image.fromarray(image)
        small = picture.resize((25, 25), Image.Resampling.BICUBIC)
        for ours, altered in [
            (resize_mse(image, sizes=[25]), small.resize(size, Image.Resampling.BICUBIC)),
            (blur_mse(image, radii=[6]), picture.filter(ImageFilter.GaussianBlur(6))),
        ]:
            assert ours == [np.mean((image.astype(float) - np.asarray(altered)) ** 2)]


def test_stacked_scores_are_those_of_single_images(images):
    stacked = score_images(images)
    assert set(stacked) == {(m, a) for m in MEASURES for a in SUFFIX}
    for (measure, arithmetic), errors in stacked.items():
        single = [MEASURES[measure](image, arithmetic=arithmetic) for image in images]
        assert errors.tobytes() == np.array(single).tobytes()


def test_errors_do_not_see_turns_by_a_quarter(images):
    # Pillow rounds to 8 bits after each axis, x first, so that tiny differences remain.
    turned = np.rot90(images[0])
    for measure in MEASURES.values():
        np.testing.assert_allclose(measure(turned), measure(images[0]), rtol=0.01)


@pytest.mark.parametrize("measure", MEASURES.values())
def test_a_plain_image_has_no_error(measure):
    np.testing.assert_array_equal(measure(np.full((300, 300, 3), 255, np.uint8)), np.zeros(10))


def test_finer_patterns_have_larger_errors():
    def stripes(width):
        columns = np.where(np.arange(300) // width % 2, 255, 0).astype(np.uint8)
        return np.broadcast_to(columns[:, None], (300, 300, 3))

    for measure in MEASURES.values():
        areas = [auc(measure(stripes(width))) for width in (75, 25, 5)]
        assert areas == sorted(areas)


def test_auc_is_the_trapezoid_rule():
    assert auc([1, 2, 4]) == 4.5
    np.testing.assert_array_equal(auc(np.ones((3, 10))), np.full(3, 9.0))


def test_unknown_arithmetic_is_refused(images):
    with pytest.raises(ValueError, match="choose float or uint8"):
        resize_mse(images[0], arithmetic="int")


@pytest.mark.parametrize("values", [[], [0], [5, -1], 55, [np.nan]])
def test_sizes_and_radii_are_positive(values):
    image = np.zeros((30, 30, 3), np.uint8)
    with pytest.raises(ValueError, match="sizes must be a sequence of positive"):
        resize_mse(image, sizes=values)
    with pytest.raises(ValueError, match="radii must be a sequence of positive"):
        blur_mse(image, radii=values)
