import pytest
from topomaps.scores import components, image_errors
from topomaps.scores import measures as quality


@pytest.mark.parametrize(
    ("module", "names"),
    [
        (components, ["components", "component_scores", "size_weighted_convexity"]),
        (image_errors, ["SIZES", "RADII", "resize_mse", "blur_mse", "auc", "score_images"]),
    ],
)
def test_all_measures_are_at_hand(module, names):
    assert all(getattr(quality, name) is getattr(module, name) for name in names)
