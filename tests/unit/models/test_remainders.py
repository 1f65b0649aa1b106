"""What follows a layer: the network's outputs again, and those of altered activations."""

import numpy as np
import onnx_probes as probes
import pytest
from topomaps.models.networks import open_network
from torch_models import TEXTS, save_bert

# Of the network below: its layers, and whether something leads past each.
LAYERS = {"first": False, "second": True, "sum": False}
IMAGES = np.random.default_rng(0).random((5, 6, 6, 1)).astype(np.float32)


@pytest.fixture(scope="module")
def keras_model():
    """Two convolutions, the first of which is added to the second, and three classes."""
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(0)
    layers = keras.layers
    inputs = keras.Input((6, 6, 1))
    first = layers.Conv2D(5, 3, padding="same", activation="relu", name="first")(inputs)
    second = layers.Conv2D(5, 3, padding="same", name="second")(first)
    pooled = layers.GlobalAveragePooling2D(name="pooled")(layers.Add(name="sum")([first, second]))
    return keras.Model(inputs, layers.Dense(3, activation="softmax", name="classes")(pooled))


def save_onnx(path):
    """The same kind of network as an ONNX file."""
    import onnx

    generator = np.random.default_rng(0)
    weights = {"w1": (5, 1, 3, 3), "w2": (5, 5, 3, 3), "w3": (5, 3), "b3": (3,)}
    weights = {name: generator.normal(0, 0.5, each).astype(np.float32)
               for name, each in weights.items()}  # fmt: skip
    padded = {"pads": [1, 1, 1, 1]}
    nodes = [
        probes.node("Conv", "x w1", "conv", **padded),
        probes.node("Relu", "conv", "first"),
        probes.node("Conv", "first w2", "second", **padded),
        probes.node("Add", "first second", "sum"),
        probes.node("GlobalAveragePool", "sum", "means"),
        probes.node("Flatten", "means", "pooled"),
        probes.node("Gemm", "pooled w3 b3", "scores"),
        probes.node("Softmax", "scores", "classes"),
    ]
    onnx.save(probes.model(nodes, [("x", ["n", 1, 6, 6])], [("classes", ["n", 3])], weights), path)


def export(torch, path):
    """The same kind of network as a program of PyTorch."""

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.relu = torch.nn.Conv2d(1, 5, 3), torch.nn.ReLU(inplace=True)
            self.second = torch.nn.Conv2d(5, 5, 3, padding=1)
            self.sum, self.classes = torch.nn.Identity(), torch.nn.Linear(5, 3)

        def forward(self, x):
            first = self.relu(self.first(x))
            return self.classes(torch.flatten(self.sum(first + self.second(first)).mean((2, 3)), 1))

    torch.manual_seed(0)
    given = (torch.rand(2, 1, 6, 6),)
    program = torch.export.export(Network(), given, dynamic_shapes=({0: torch.export.Dim.AUTO},))
    torch.export.save(program, path)


def opened(settings):
    return open_network({**settings, "threads": 2})


def check(network, inputs, layer, leads_past):
    """The remainder gives the outputs again, and others of altered activations of the layer."""
    (found, outputs), rest = network.forward([layer])(inputs), network.remainder(layer)
    values = found[layer]
    assert rest.needs_inputs == leads_past
    given = inputs if leads_past else None
    np.testing.assert_allclose(rest.run(values, given), outputs, atol=1e-6)
    altered = values.copy()
    altered[..., [0, 1]] = 0.3
    moved = rest.run(altered, given)
    assert np.abs(moved - outputs).max() > 1e-4
    return altered, moved


@pytest.mark.parametrize(("layer", "leads_past"), LAYERS.items())
def test_keras_models_run_on_from_a_layer(keras_model, tmp_path, layer, leads_past):
    keras_model.save(tmp_path / "model.keras")
    network = opened({"file": str(tmp_path / "model.keras")})
    altered, moved = check(network, IMAGES, layer, leads_past)
    target = network.remainder(layer, "pooled")
    inputs = IMAGES if target.needs_inputs else None
    weights, bias = keras_model.get_layer("classes").get_weights()
    scores = np.exp(target.run(altered, inputs) @ weights + bias)
    np.testing.assert_allclose(moved, scores / scores.sum(axis=1, keepdims=True), atol=1e-5)


@pytest.mark.parametrize(("layer", "leads_past"), LAYERS.items())
def test_onnx_models_run_on_from_a_layer(tmp_path, layer, leads_past):
    save_onnx(tmp_path / "model.onnx")
    network = opened({"file": str(tmp_path / "model.onnx")})
    altered, _ = check(network, IMAGES, layer, leads_past)
    if not leads_past:
        pooled = network.remainder(layer, "pooled").run(altered)
        assert pooled[:, 0] == pytest.approx(0.3 if layer == "sum" else pooled[:, 0])


def test_saved_models_run_on_from_a_layer(keras_model, tmp_path):
    keras_model.export(tmp_path / "saved", verbose=False)
    network = opened({"file": str(tmp_path / "saved")})
    names = [name for name, each in network.layers.items() if each.shape == (6, 6, 5)]
    first = next(name for name in names if "Relu" in name)
    check(network, IMAGES, first, False)
    check(network, IMAGES, next(name for name in names if "second" in name), True)


@pytest.mark.parametrize(("layer", "leads_past"), {"relu": False, "second": True}.items())
def test_exported_programs_run_on_from_a_layer(tmp_path, layer, leads_past):
    export(pytest.importorskip("torch"), tmp_path / "model.pt2")
    network = opened({"file": str(tmp_path / "model.pt2")})
    check(network, IMAGES, layer, leads_past)


@pytest.mark.parametrize("layer", ["layer_1", "layer_1.mlp", "bert.encoder.layer.0.output"])
def test_networks_of_texts_run_again_with_tokens_replaced(tmp_path, layer):
    save_bert(tmp_path, "BertForSequenceClassification", num_labels=3)
    network = opened({"file": str(tmp_path), "class_names": ["a", "b", "c"]})
    from topomaps.models.text_tokens import load_tokenizer

    tokens = load_tokenizer(str(tmp_path), None).tokenize(TEXTS).inputs()
    (found, outputs), rest = network.forward([layer])(tokens), network.remainder(layer)
    values, _ = found[layer]
    np.testing.assert_allclose(rest.run(values, tokens), outputs, atol=1e-5)
    values[..., 0] = 4
    assert np.abs(rest.run(values, tokens) - outputs).max() > 1e-4


def test_a_network_without_predictions_says_what_to_do(keras_model, tmp_path):
    import keras

    keras.Model(keras_model.inputs, keras_model.get_layer("sum").output).save(tmp_path / "a.keras")
    network = opened({"file": str(tmp_path / "a.keras")})
    with pytest.raises(ValueError, match=r"predicts no classes.*probe"):
        network.remainder("first")
