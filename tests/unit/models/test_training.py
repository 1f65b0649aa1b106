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


def test_layer_activations_are_those_of_the_layer():
    model = models.build_model("mlp", (2, 2, 1), 3, width=4)
    inputs = np.random.default_rng(0).random((5, 2, 2, 1), dtype=np.float32)
    weights, bias = model.get_layer("hidden").get_weights()
    expected = np.maximum(inputs.reshape(5, 4) @ weights + bias, 0)
    found = models.layer_activations(model, "hidden", inputs)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match=r"no layer 'hiden'.*flatten, hidden"):
        models.layer_activations(model, "hiden", inputs)


def test_inputs_are_scaled_and_get_a_channel():
    inputs = models.as_inputs(np.full((2, 3, 3), 16, np.uint8), 16)
    assert inputs.shape == (2, 3, 3, 1)
    assert inputs.dtype == np.float32
    assert (inputs == 1).all()


def test_code_in_models_is_refused_with_the_way_out(tmp_path):
    keras = pytest.importorskip("keras")

    class Doubled(keras.layers.Layer):
        def call(self, inputs):
            return 2 * inputs

    custom = Doubled(name="doubled")
    doubt = keras.layers.Lambda(lambda inputs: 2 * inputs, output_shape=(4,), name="doubt")
    for layer in (custom, doubt):
        path = tmp_path / f"{layer.name}.keras"
        keras.Sequential([keras.Input((4,)), layer]).save(path)
        with pytest.raises(ValueError, match="cannot be loaded safely") as error:
            models.load_model(path)
        assert str(path) in str(error.value)
        assert "export its activations" in str(error.value)


def test_files_that_are_no_models_are_refused(tmp_path):
    (tmp_path / "no.keras").write_bytes(b"PK no")
    with pytest.raises(ValueError, match=r"no\.keras cannot be loaded"):
        models.load_model(tmp_path / "no.keras")
