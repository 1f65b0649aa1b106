"""Exported programs give what their modules gave, and nothing in them can run code."""

import json
import zipfile

import numpy as np
import pytest
from topomaps.effects.region_effects import region_effects
from topomaps.models.exported_programs import is_formula
from topomaps.models.formats import describe_model
from topomaps.models.networks import open_network
from topomaps.models.text_tokens import load_tokenizer
from torch_models import TEXTS, export_bert, save_bert

torch = pytest.importorskip("torch")
nn = torch.nn


class InPlace(nn.Module):
    """Convolution, normalisation and activation, in place wherever it can be."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.relu, self.fc = nn.ReLU(inplace=True), nn.Linear(8, 5)

    def forward(self, x):
        out = self.norm(self.conv(x))
        out += 1
        return self.fc(self.relu(out).mean((2, 3)))


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return InPlace().eval()


def export(model, path, free=True):
    shapes = ({0: torch.export.Dim.AUTO},) if free else None
    program = torch.export.export(model, (torch.zeros(2, 3, 8, 8),), dynamic_shapes=shapes)
    torch.export.save(program, path)


@pytest.mark.parametrize("free", [True, False])
def test_layers_are_as_they_were_before_later_steps(model, tmp_path, free):
    export(model, path := tmp_path / "m.pt2", free)
    network = open_network({"file": path})
    images = np.random.default_rng(0).random((5, 8, 8, 3), dtype=np.float32)
    found, scores = network.forward(["conv", "norm", "relu", "fc"])(images)
    with torch.no_grad():
        conv = model.conv(torch.from_numpy(images).permute(0, 3, 1, 2))
        norm = model.norm(conv)
        relu = torch.relu(norm + 1)
        fc = model.fc(relu.mean((2, 3)))
    for name, true in {"conv": conv, "norm": norm, "relu": relu}.items():
        np.testing.assert_allclose(found[name], true.permute(0, 2, 3, 1), atol=1e-6)
    assert found["norm"].min() < -1  # what the activation in place would have changed
    np.testing.assert_allclose(scores, fc, atol=1e-6)


def test_a_plan_knows_layers_inputs_and_outputs(model, tmp_path):
    export(model, path := tmp_path / "m.pt2")
    facts = describe_model(path)
    assert facts.layers == ("conv", "norm", "relu", "fc")
    assert facts.input_shape == (3, 8, 8)
    assert facts.outputs[0].shape == (5,)
    assert open_network({"file": path}).layers["conv"].shape == (8, 8, 8)


def test_a_program_agrees_with_its_folder_of_hugging_face(tmp_path):
    bert = save_bert(tmp_path)
    export_bert(bert, path := tmp_path / "bert.pt2")
    tokens = load_tokenizer(tmp_path).tokenize(TEXTS)
    network = open_network({"file": path})
    values, real = network.forward(["bert.encoder.layer.1"])(tokens.inputs())[0][
        "bert.encoder.layer.1"
    ]
    other, _ = open_network({"file": tmp_path}).forward(["layer_2"])(tokens.inputs())[0]["layer_2"]
    np.testing.assert_array_equal(real, tokens.mask)
    np.testing.assert_allclose(values[real], other[real], atol=1e-5)
    assert network.n_tokens_known == 11


def altered(path, change, ending="models/m.json"):
    """The same file with an altered part."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(each for each in parts if each.endswith(ending))
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


@pytest.mark.parametrize("target", ["torch.os.system", "_operator.call", "#custom", "builtins.eval",
                                    "torch.ops.aten.from_file.default"])  # fmt: skip
def test_operators_that_do_more_than_compute_are_refused(model, tmp_path, target):
    export(model, path := tmp_path / "m.pt2")
    altered(path, lambda text: text.replace(b"torch.ops.aten.conv2d.default", target.encode()),
            "model.json")  # fmt: skip
    with pytest.raises(ValueError, match="none of those that are known to compute alone"):
        describe_model(path)


def test_formulas_and_pickles_are_refused(model, tmp_path):
    export(model, path := tmp_path / "m.pt2")
    formula = b"__import__('os').system('x')"
    altered(path, lambda text: text.replace(b"Symbol('", formula + b"+Symbol('"), "model.json")
    with pytest.raises(ValueError, match="it has the size"):
        describe_model(path)
    export(model, path)
    altered(path, lambda text: text.replace(b'"use_pickle": false', b'"use_pickle": true'),
            "weights_config.json")  # fmt: skip
    with pytest.raises(ValueError, match="is pickled, which can hold code"):
        describe_model(path)


def test_formulas_of_sizes():
    assert is_formula("Symbol('s77', positive=True, integer=True)")
    assert is_formula("2*s0 + FloorDiv(s1, 4)")
    for text in ("eval('1')", "s0.__class__", "'s0'.format", "[s0]", "lambdify"):
        assert not is_formula(text)


def test_damaged_and_older_files_are_refused(tmp_path):
    (path := tmp_path / "m.pt2").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="is damaged"):
        describe_model(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("serialized_exported_program.json", json.dumps({}))
    with pytest.raises(ValueError, match="no exported program of one model"):
        describe_model(path)


def test_a_state_may_be_always_the_same(tmp_path):
    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.cell = nn.Linear(12, 8)

        def forward(self, x, state):
            return self.cell(torch.cat([x, state], 1))

    torch.manual_seed(0)
    free = {0: torch.export.Dim.AUTO}
    given = (torch.zeros(2, 4), torch.zeros(2, 8))
    path = tmp_path / "m.pt2"
    model = Recurrent().eval()
    torch.export.save(torch.export.export(model, given, dynamic_shapes=(free, free)), path)
    inputs = np.arange(12, dtype=np.float32).reshape(3, 4)
    with pytest.raises(ValueError, match=r"has 2 inputs \(x, state\).*constant_inputs"):
        open_network({"file": path}).forward(["cell"])(inputs)
    network = open_network({"file": path, "constant_inputs": {"state": 0}})
    found, _ = network.forward(["cell"])(inputs)
    zeros = np.concatenate([inputs, np.zeros((3, 8), np.float32)], axis=1)
    np.testing.assert_allclose(
        found["cell"], model.cell(torch.from_numpy(zeros)).detach(), atol=1e-6
    )


class LastState(nn.Module):
    """A recurrent network of which only the last state is used, (layers, inputs, neurons)."""

    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(3, 8, 2, batch_first=True), nn.Linear(8, 5)

    def forward(self, x):
        return self.fc(self.lstm(x)[1][0][-1])


def test_a_value_that_does_not_count_inputs_first_is_no_layer(tmp_path):
    program = torch.export.export(
        LastState().eval(), (torch.zeros(3, 6, 3),), dynamic_shapes=({0: torch.export.Dim.AUTO},)
    )
    torch.export.save(program, tmp_path / "m.pt2")
    assert list(open_network({"file": tmp_path / "m.pt2"}).layers) == ["fc"]


class Block(nn.Module):
    """Two convolutions beside a short cut, with one activation in place for both."""

    def __init__(self, n_in, n_out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, 3, stride, 1, bias=False)
        self.bn1, self.relu = nn.BatchNorm2d(n_out), nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1, bias=False)
        self.bn2, self.downsample = nn.BatchNorm2d(n_out), None
        if n_in != n_out:
            self.downsample = nn.Sequential(
                nn.Conv2d(n_in, n_out, 1, stride, bias=False), nn.BatchNorm2d(n_out)
            )

    def forward(self, x):
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        out += x if self.downsample is None else self.downsample(x)
        return self.relu(out)


class ResNet(nn.Module):
    """Two blocks, the second of which halves the images (He and others 2016)."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8)
        self.relu, self.maxpool = nn.ReLU(inplace=True), nn.MaxPool2d(2)
        self.layer1, self.layer2 = nn.Sequential(Block(8, 8, 1)), nn.Sequential(Block(8, 12, 2))
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Linear(12, 4)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.fc(torch.flatten(self.avgpool(self.layer2(self.layer1(x))), 1))


def outputs_of(module, images, hooks):
    """Outputs of a module whose parts have hooks (part, output) -> output or None."""
    parts = dict(module.named_modules())
    kept = [
        parts[name].register_forward_hook(lambda _, __, out, hook=hook, name=name: hook(name, out))
        for name, hook in hooks.items()
    ]
    with torch.no_grad():
        outputs = module(torch.from_numpy(images).permute(0, 3, 1, 2))
    for each in kept:
        each.remove()
    return outputs.numpy()


@pytest.fixture(scope="module")
def resnet(tmp_path_factory):
    """A network, as it is and as it is opened from its program; and images."""
    torch.manual_seed(1)
    network = ResNet()
    images = np.random.default_rng(1).random((24, 12, 12, 3), dtype=np.float32)
    with torch.no_grad():  # so that normalisation is not the identity
        network(torch.from_numpy(images).permute(0, 3, 1, 2))
    network.eval()
    path = tmp_path_factory.mktemp("resnet") / "resnet.pt2"
    given = (torch.zeros(2, 3, 12, 12),)
    program = torch.export.export(network, given, dynamic_shapes=({0: torch.export.Dim.AUTO},))
    torch.export.save(program, path)
    return network, open_network({"file": path}), images


def test_every_layer_of_a_resnet_is_as_hooks_that_copy_have_it(resnet):
    module, network, images = resnet
    found, scores = network.forward(list(network.layers))(images)
    assert {"layer1.0.bn2", "layer1.0.relu", "layer2.0.downsample.1", "fc"} <= {*found}
    true = {}
    hooks = dict.fromkeys(network.layers, lambda name, out: true.update({name: out.clone()}))
    outputs = outputs_of(module, images, hooks)
    np.testing.assert_allclose(scores, outputs, atol=1e-5)
    for name, each in found.items():
        expected = true[name].movedim(1, -1).numpy()
        np.testing.assert_allclose(each, expected, atol=1e-5, err_msg=name)
    assert found["layer1.0.bn2"].min() < -0.1  # what follows in place would have changed it


@pytest.mark.parametrize("layer", ["layer1.0.conv1", "layer1.0.bn2", "layer2.0.downsample.1"])
def test_effects_of_regions_go_along_the_short_cuts_of_a_resnet(resnet, layer):
    module, network, images = resnet
    rest, groups, region = network.remainder(layer), np.arange(24) % 2, [0, 3, 5]
    assert rest.needs_inputs  # the short cut leads past the layer, or the layer past the others
    values = network.forward([layer])(images)[0][layer]
    table = region_effects(lambda each: rest.run(each, images), values, groups, region,
                           n_controls=9, replace="zero")  # fmt: skip

    def replaced(_, out):
        out = out.clone()
        out[:, region] = 0
        return out

    for column, hooks in {"before": {}, "after": {layer: replaced}}.items():
        outputs = outputs_of(module, images, hooks)
        for group in (0, 1):
            rows = table[(table["group"] == group) & (table["measure"] == "mean output")]
            expected = outputs[groups == group].mean(axis=0)
            np.testing.assert_allclose(rows[column], expected, atol=1e-5)
    assert np.abs(table["change"]).max() > 1e-3
