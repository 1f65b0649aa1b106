import numpy as np
import pytest
from topomaps.scores.image_errors import auc, blur_mse, resize_mse
from topomaps.scores.layout_shape import density_variation, roundness
from topomaps.scores.layout_table import describe_layouts


def test_numbers_are_those_of_the_layout_and_of_its_maps_with_inputs():
    generator = np.random.default_rng(0)
    maps = {
        "positions": generator.random((20, 2)),
        "images": generator.integers(0, 256, (3, 60, 60, 3)).astype(np.uint8),
        "counts": np.array([5, 5, 0]),
    }
    table = describe_layouts({"PCA": maps, "UMAP": maps}, sizes=[30, 10], radii=[2, 4])
    assert table["method"].tolist() == ["PCA", "UMAP"]
    row = table.iloc[0]
    assert row["density_variation"] == density_variation(maps["positions"])
    assert row["roundness"] == roundness(maps["positions"])
    shown = maps["images"][:2]
    resized = [auc(resize_mse(image, [30, 10])) for image in shown]
    blurred = [auc(blur_mse(image, [2, 4], "uint8")) for image in shown]
    assert row["resize_auc_float"] == pytest.approx(np.mean(resized))
    assert row["blur_auc_uint8"] == pytest.approx(np.mean(blurred))
