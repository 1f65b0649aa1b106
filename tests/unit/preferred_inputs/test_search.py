"""Images that excite a function most, where it is known which ones do."""

import numpy as np
import pytest
from topomaps.preferred_inputs.fourier import Frequencies
from topomaps.preferred_inputs.search import likeness_gradients, seek
from topomaps.preferred_inputs.transformations import Transformation, drawn

SHAPE = (12, 10, 1)


def numerical(function, values, place, step=1e-5):
    changed = [values.copy(), values.copy()]
    changed[0][place] += step
    changed[1][place] -= step
    return (function(changed[0]) - function(changed[1])) / (2 * step)


@pytest.mark.parametrize("shape", [(6, 5, 1), (6, 6, 3)])
@pytest.mark.parametrize("place", [(0, 0, 0, 0, 0), (1, 0, 2, 1, 0), (0, 0, 3, 2, 0)])
def test_gradients_by_frequencies_are_right(shape, place):
    generator = np.random.default_rng(0)
    frequencies, weights = Frequencies(shape), generator.normal(size=(1, *shape))
    parameters = frequencies.start(1, generator)
    images = frequencies.images(parameters)
    found = frequencies.gradients(images, weights)[place]
    expected = numerical(lambda each: (frequencies.images(each) * weights).sum(), parameters, place)
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-9)


def test_a_transformation_moves_down_and_right_and_its_gradients_go_back():
    image = np.zeros((1, 8, 8, 1))
    image[0, 2, 3] = 1
    moved = Transformation((8, 8), shift=(1, 2))
    assert moved(image)[0, 3, 5, 0] == pytest.approx(1)
    assert moved.back(moved(image))[0, 2, 3, 0] == pytest.approx(1)


def test_a_constant_image_stays_as_it_is():
    image = np.full((2, 9, 7, 3), 0.3)
    assert drawn((9, 7), np.random.default_rng(0))(image) == pytest.approx(image)


def test_the_gradient_by_likeness_is_right():
    images = np.random.default_rng(0).random((3, 4, 4, 1))

    def likeness(each):
        flat = each.reshape(3, -1)
        return (np.corrcoef(flat).sum() - 3) / 2 / 2

    place = (1, 2, 3, 0)
    expected = numerical(likeness, images, place)
    assert likeness_gradients(images)[place] == pytest.approx(expected, rel=1e-4)


def bright_above(images):
    """Activity of a unit that wants light above and none below, and its gradients."""
    weights = np.where(np.arange(SHAPE[0]) < 6, 1.0, -1.0)[None, :, None, None]
    return (images * weights).mean(axis=(1, 2, 3)), np.broadcast_to(weights, images.shape) / 120


def sought(**changed):
    how = {"n_images": 2, "n_steps": 30, "diversity": 0.0, "generator": np.random.default_rng(0)}
    return seek(bright_above, SHAPE, **how | changed)


def test_what_excites_most_is_found():
    found = sought(n_steps=150)
    assert found.images.shape == (2, *SHAPE)
    assert found.images[:, :5].mean() > 0.75 > 0.25 > found.images[:, 7:].mean()
    assert (found.activity > found.before + 0.3).all()


def test_the_same_seed_gives_the_same_bytes():
    assert sought().images.tobytes() == sought().images.tobytes()
    other = sought(generator=np.random.default_rng(1))
    assert sought().images.tobytes() != other.images.tobytes()


def test_diversity_makes_images_unlike_each_other():
    alike, unlike = (
        np.corrcoef(sought(diversity=each).images.reshape(2, -1))[0, 1] for each in (0, 1)
    )
    assert unlike < alike - 0.05


def test_images_that_excite_nothing_follow_the_layer():
    def dead_below(images):
        activity, gradients = bright_above(images)
        on = activity > 0.1
        return np.where(on, activity, 0), gradients * on[:, None, None, None]

    how = {"n_images": 1, "n_steps": 40, "diversity": 0.0}
    found = [
        seek(dead_below, SHAPE, **how, generator=np.random.default_rng(0), of_layer=layer)
        for layer in (None, bright_above)
    ]
    assert found[0].activity[0] == 0
    assert found[1].activity[0] > 0.2
