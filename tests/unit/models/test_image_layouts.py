import pytest
from topomaps.models.image_layouts import image_layout


@pytest.mark.parametrize(
    ("shape", "channels", "layout"),
    [
        ((224, 200, 3), None, ((224, 200), 3, "last")),
        ((3, 224, 200), None, ((224, 200), 3, "first")),
        ((1, None, 28), None, (None, 1, "first")),
        ((3, 32, 3), "last", ((3, 32), 3, "last")),
        ((None, None, None), "last", (None, None, "last")),
        ((None, None, None), "first", (None, None, "first")),
        ((4, 32, 32), "first", ((32, 32), 4, "first")),
        ((28, 28), None, ((28, 28), 1, "last")),
        ((28, 28), "first", ((28, 28), 1, "last")),
        ((10,), None, None),
        (None, "first", None),
    ],
)
def test_layouts_of_images_are_told_by_the_shape_or_the_user(shape, channels, layout):
    assert image_layout(shape, channels) == layout


@pytest.mark.parametrize("shape", [(3, 32, 3), (None, None, None), (4, 32, 32)])
def test_layouts_that_the_shape_does_not_tell_are_refused_until_they_are_said(shape):
    with pytest.raises(ValueError, match=r"whether the channels .* say `channels: first` or"):
        image_layout(shape)
    assert image_layout(shape, "first").n_channels == shape[0]
