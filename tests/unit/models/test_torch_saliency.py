"""Activations times gradients in networks of PyTorch, against autograd by hand."""

import numpy as np
import pytest
from topomaps.models.networks import open_network
from topomaps.models.text_tokens import load_tokenizer
from torch_models import TEXTS, save_bert

torch = pytest.importorskip("torch")
nn = torch.nn
CODES = np.array([0, 2, 1, 0, 2])


class InPlace(nn.Module):
    """Layers that are changed in place by what follows, and a softmax at the end."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4)
        self.relu, self.fc = nn.ReLU(inplace=True), nn.Linear(4, 3)

    def forward(self, x):
        out = self.norm(self.conv(x))
        out += 1
        return torch.softmax(self.fc(self.relu(out).mean((2, 3))), 1)


@pytest.fixture(scope="module", params=[True, False])
def network(request, tmp_path_factory):
    """A network of batches of any size, or of two, and its module."""
    torch.manual_seed(0)
    model, path = InPlace().eval(), tmp_path_factory.mktemp("torch") / "m.pt2"
    shapes = ({0: torch.export.Dim.AUTO},) if request.param else None
    program = torch.export.export(model, (torch.zeros(2, 3, 8, 8),), dynamic_shapes=shapes)
    torch.export.save(program, path)
    return open_network({"file": path, "class_names": ["a", "b", "c"]}), model


@pytest.mark.parametrize("scale", ["score", "probability"])
def test_exported_programs(network, scale):
    network, model = network
    images = np.random.default_rng(0).random((5, 8, 8, 3), dtype=np.float32)
    found, outputs = network.saliency(["conv", "norm", "fc"], scale=scale)(images, CODES)
    conv = model.conv(torch.from_numpy(images).permute(0, 3, 1, 2)).detach().requires_grad_()
    norm = model.norm(conv)
    fc = model.fc(torch.relu(norm + 1).mean((2, 3)))
    scores = fc if scale == "score" else torch.softmax(fc, 1)
    values = (conv, norm, fc)
    for name, value, gradient in zip(
        ("conv", "norm", "fc"), values,
        torch.autograd.grad(scores[range(5), CODES].sum(), values), strict=True,
    ):  # fmt: skip
        expected = (value * gradient).detach()
        expected = expected.permute(0, 2, 3, 1) if expected.ndim == 4 else expected
        np.testing.assert_allclose(found[name], expected, atol=1e-6)
    np.testing.assert_allclose(outputs, torch.softmax(fc, 1).detach(), atol=1e-6)


def test_networks_of_hugging_face(tmp_path):
    transformers = pytest.importorskip("transformers")
    save_bert(tmp_path)
    config = transformers.BertConfig.from_pretrained(tmp_path, num_labels=3)
    torch.manual_seed(1)
    config.architectures = ["BertForSequenceClassification"]
    model = transformers.BertForSequenceClassification(config).eval()
    model.save_pretrained(tmp_path)
    network = open_network({"file": tmp_path, "class_names": ["a", "b", "c"]})
    tokens = load_tokenizer(tmp_path).tokenize(TEXTS)
    codes = np.arange(len(TEXTS)) % 3
    layers = ["layer_1", "layer_1.mlp", "bert.encoder.layer.0"]
    found, outputs = network.saliency(layers)(tokens.inputs(), codes)
    given = {name: torch.from_numpy(each) for name, each in tokens.inputs().items()}
    result = model(**given, output_hidden_states=True)
    state = result.hidden_states[1]
    gradient = torch.autograd.grad(result.logits[range(len(TEXTS)), codes].sum(), state)[0]
    for name in ("layer_1", "bert.encoder.layer.0"):
        np.testing.assert_allclose(found[name][0], (state * gradient).detach(), atol=1e-6)
        np.testing.assert_array_equal(found[name][1], tokens.mask)
    np.testing.assert_allclose(outputs, result.logits.detach(), atol=1e-6)
    assert found["layer_1.mlp"][0].shape == (*state.shape[:2], config.intermediate_size)
    assert np.abs(found["layer_1.mlp"][0]).max() > 0
