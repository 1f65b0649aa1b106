"""Exported programs give what their modules gave, and nothing in them can run code."""

import json
import zipfile

import numpy as np
import pytest
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
