"""Figures of Maps: in axes, colours and under titles of users."""

import matplotlib
import numpy as np
import pytest
import topomaps
from matplotlib.figure import Figure

LABELS = np.arange(90) % 3
GENERATOR = np.random.default_rng(0)
ACTIVATIONS = GENERATOR.normal(size=(90, 24)) + 2 * np.repeat(np.eye(3), 8, axis=1)[LABELS]
SETTINGS = {"permutations": 99, "resamples": 100, "permuted_layers": 2}
FIGURES = ["maps", "neurons", "layers", "regions", "separation", "significant", "suspicious",
           "subgroups"]  # fmt: skip


@pytest.fixture(scope="module")
def maps():
    layers = {"first": ACTIVATIONS, "second": np.maximum(ACTIVATIONS[:, ::-1], 0)}
    pictures = GENERATOR.random((90, 8, 8))
    return topomaps.Maps(layers, LABELS, inputs=pictures, **SETTINGS).fit("PCA")


def texts(figure):
    return " ".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_the_title(maps, name):
    figure = getattr(maps.plot, name)(title="My animals", cmap="PuOr_r")
    assert isinstance(figure, Figure)
    assert texts(figure).count("My animals") == 1


def test_a_neuron_is_shown_with_interval_and_p(maps):
    figure = maps.plot.neuron(3, "first")
    assert "neuron 3 of first" in texts(figure)
    assert "0 (p ≤ 0.01)" in texts(figure)
    bars = figure.axes[1].patches
    assert [bar.get_width() for bar in bars] == pytest.approx(maps.naps_["first"][:, 3])
    with pytest.raises(ValueError, match="layer 'first' has 24 neurons, but no neuron 24"):
        maps.plot.neuron(24, "first")


def test_the_map_of_a_group_of_inputs_is_that_of_the_group(maps):
    whole = maps.plot.maps("first", limit=1.0).axes[0].images[0].get_array()
    own = maps.plot.map_of(np.flatnonzero(LABELS == 0), "first", limit=1.0)
    np.testing.assert_array_equal(own.axes[0].images[0].get_array(), whole)
    with pytest.raises(ValueError, match="there is no input 90; give numbers from 0 to 89"):
        maps.plot.map_of(90)


def test_a_figure_takes_the_place_of_axes(maps):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert maps.plot.maps(ax=left) is figure
    assert maps.plot.map_of(0, ax=right) is figure
    assert right.images


def test_an_unknown_layer_is_named(maps):
    with pytest.raises(ValueError, match="there is no layer 'third'; there are: first, second"):
        maps.plot.maps("third")
