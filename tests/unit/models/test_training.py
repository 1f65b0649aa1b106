import numpy as np
import pytest
from topomaps.models.architectures import (
    ARCHITECTURES,
    PUBLISHED_PARAMETERS,
    SHOWN_LAYER,
    layer_names,
)

models = pytest.importorskip("topomaps.models.training")


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_architectures_have_the_published_parameters_and_layers(architecture):
    model = models.build_model(architecture, (28, 28, 1), 10)
    assert model.count_params() == PUBLISHED_PARAMETERS[architecture]
    names = [layer.name for layer in model.layers]
    assert [name for name in names if not name.endswith("_dropout")] == list(
        layer_names(architecture)
    )
    assert SHOWN_LAYER[architecture] in names
    rates = [layer.rate for layer in model.layers if layer.name.endswith("_dropout")]
    assert rates
    assert set(rates) == {0.5}


def test_shapes_are_those_of_the_paper():
    cnn = models.build_model("cnn", (28, 28, 1), 10)
    assert cnn.get_layer("conv_1").output.shape == (None, 13, 13, 128)
    assert cnn.get_layer("conv_2").output.shape == (None, 6, 6, 128)
    assert type(cnn.get_layer("conv_1_dropout")).__name__ == "SpatialDropout2D"


def test_width_replaces_hidden_neurons_only():
    model = models.build_model("mlp", (8, 8, 1), 10, width=16)
    assert model.get_layer("hidden").units == 16
    assert model.get_layer("output").units == 10


def test_inputs_are_scaled_and_get_a_channel():
    inputs = models.as_inputs(np.full((2, 3, 3), 16, np.uint8), 16)
    assert inputs.shape == (2, 3, 3, 1)
    assert inputs.dtype == np.float32
    assert (inputs == 1).all()
