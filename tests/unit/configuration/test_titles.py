"""What titles of figures call a model, as the configuration says."""

import pytest

from rules.configuration.expansion import model_title

MOBILENET = {"application": "MobileNet", "alpha": 0.25, "weights": "imagenet"}


@pytest.mark.parametrize(
    ("model", "called", "title"),
    [
        ({"path": "my.keras"}, None, "my net"),
        ({"path": "my.keras"}, "Our classifier", "Our classifier"),
        (MOBILENET, None, "MobileNet 0.25 (ImageNet weights)"),
        (MOBILENET, "Camera", "Camera (ImageNet weights)"),
        ({**MOBILENET, "weights": "random"}, "Camera", "Camera (UNTRAINED, random weights)"),
    ],
)
def test_models_are_called_as_one_says_and_untrained_ones_never_otherwise(model, called, title):
    assert model_title("my_net", model, called) == title
