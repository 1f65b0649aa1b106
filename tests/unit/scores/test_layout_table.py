import numpy as np
import pytest
from topomaps.scores.image_errors import auc, blur_mse, resize_mse
from topomaps.scores.layout_table import density_variation, describe_layouts, roundness


def test_numbers_are_those_of_the_layout_and_of_its_maps_with_inputs():
    generator = np.random.default_rng(0)
    maps = {
        "positions": generator.random((20, 2)),
        "scored_images": generator.integers(0, 256, (3, 60, 60, 3)).astype(np.uint8),
        "counts": np.array([5, 5, 0]),
    }
    table = describe_layouts({"PCA": maps, "UMAP": maps}, sizes=[30, 10], radii=[2, 4])
    assert table["method"].tolist() == ["PCA", "UMAP"]
    row = table.iloc[0]
    assert row["density_variation"] == density_variation(maps["positions"])
    assert row["roundness"] == roundness(maps["positions"])
    shown = maps["scored_images"][:2]
    resized = [auc(resize_mse(image, [30, 10])) for image in shown]
    blurred = [auc(blur_mse(image, [2, 4], "uint8")) for image in shown]
    assert row["resize_auc_float"] == pytest.approx(np.mean(resized))
    assert row["blur_auc_uint8"] == pytest.approx(np.mean(blurred))


def polygon(corners):
    angles = np.arange(corners) * 2 * np.pi / corners
    return np.column_stack([np.cos(angles), np.sin(angles)]) / 2 + 0.5


@pytest.mark.parametrize("corners", [4, 5, 8, 100])
def test_roundness_of_regular_polygons(corners):
    exact = corners / (2 * np.pi) * np.sin(2 * np.pi / corners)
    assert roundness(polygon(corners)) == pytest.approx(exact, rel=1e-5)


def test_roundness_sees_the_hull_alone():
    inner = np.random.default_rng(0).uniform(0.3, 0.7, (50, 2))
    assert roundness(np.vstack([polygon(40), inner])) == pytest.approx(roundness(polygon(40)))


def test_a_long_layout_is_not_round():
    assert roundness([[0, 0], [1, 0], [0, 0.1], [1, 0.1]]) == pytest.approx(
        0.1 / (np.pi * 1.01 / 4), rel=1e-5
    )


def test_a_regular_grid_has_no_variation():
    grid = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2)
    assert density_variation(grid) == 0


def test_variation_of_known_distances():
    # Nearest neighbours lie at 1, 1, 3 and 3.
    layout = [[0, 0], [1, 0], [0, 50], [3, 50]]
    assert density_variation(layout) == pytest.approx(1 / 2)


def test_variation_of_coinciding_pairs_is_undefined():
    assert np.isnan(density_variation([[0, 0], [0, 0], [1, 0], [1, 0], [1, 1], [1, 1]]))


@pytest.mark.parametrize("measure", [density_variation, roundness])
def test_shape_does_not_depend_on_place_scale_or_turn(measure):
    layout = np.random.default_rng(1).random((60, 2))
    turn = np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
    assert measure(1e-3 * layout @ turn + 7) == pytest.approx(measure(layout), rel=1e-5)


@pytest.mark.parametrize("measure", [density_variation, roundness])
def test_neurons_on_a_line_are_refused(measure):
    with pytest.raises(ValueError, match="on one line"):
        measure(np.linspace([0, 0], [1, 1], 6))
