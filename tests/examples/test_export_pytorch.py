"""Activations of PyTorch models are exported as the layers gave them; padding is told by masks."""

import sys

import numpy as np
import pandas as pd
import pytest
from running import ROOT
from topomaps.activations.inputs import read_inputs
from topomaps.activations.stored_arrays import open_layer, open_outputs

torch = pytest.importorskip("torch")
nn = torch.nn

LENGTHS = torch.tensor([3, 5, 2, 7, 4, 6, 1, 2])


@pytest.fixture(scope="module", autouse=True)
def example():
    """Let the example be imported from its folder."""
    sys.path.insert(0, str(ROOT / "examples"))
    import export_pytorch

    yield export_pytorch
    sys.path.remove(str(ROOT / "examples"))


class Block(nn.Module):
    """A block as of ResNet, in place wherever it can be."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        out = self.norm(self.conv(x))
        out += x
        return self.relu(out)


class Encoder(nn.Module):
    """Tokens in, tokens out, by name; what it gives for padding is not zero."""

    def __init__(self):
        super().__init__()
        self.embedding, self.block = nn.Embedding(20, 6), nn.Linear(6, 6)

    def forward(self, input_ids, attention_mask):
        hidden = self.block(self.embedding(input_ids))
        return {"last_hidden_state": hidden, "logits": hidden[:, 0, :3]}


@pytest.fixture
def images():
    torch.manual_seed(0)
    return [(torch.rand(3, 4, 8, 8), torch.tensor([0, 1, 1])) for _ in range(2)]


def texts(whole=None):
    """Batches of tokens, padded to the longest of each, or to a length."""
    torch.manual_seed(1)
    ids = torch.randint(1, 20, (8, 9))
    for rows in (slice(0, 3), slice(3, 8)):
        length = whole or int(LENGTHS[rows].max())
        real = torch.arange(length) < LENGTHS[rows, None]
        yield (
            {"input_ids": ids[rows, :length] * real, "attention_mask": real.long()},
            [0] * len(real),
        )


def test_what_runs_in_place_changes_nothing(example, images, tmp_path):
    model = nn.Sequential(Block(), nn.Flatten(), nn.Linear(256, 3)).eval()
    example.export_activations(tmp_path / "own", model, ["0.norm", "0.conv", "0"], images)
    with torch.no_grad():
        x = torch.cat([each for each, _ in images])
        conv = model[0].conv(x)
        expected = {"0.conv": conv, "0.norm": model[0].norm(conv), "0": model[0](x)}
    for name, values in expected.items():
        found = open_layer(tmp_path / "own", name)
        np.testing.assert_allclose(found[:], values.movedim(1, -1), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(open_outputs(tmp_path / "own")[:], model(x).detach(), atol=1e-6)


@pytest.mark.parametrize("shard_bytes", [1, 2**26])
@pytest.mark.parametrize("tokens", ["mean", "last"])
def test_padding_is_told_by_the_mask(example, tmp_path, monkeypatch, shard_bytes, tokens):
    monkeypatch.setattr(example, "SHARD_BYTES", shard_bytes)
    model = Encoder()
    example.export_activations(tmp_path / "own", model, ["block"], texts(), class_names=["a"])
    whole = [inputs for inputs, _ in texts(9)]
    inputs = {key: torch.cat([each[key] for each in whole]) for key in whole[0]}
    with torch.no_grad():
        values = model.block(model.embedding(inputs["input_ids"])).numpy()
    real = inputs["attention_mask"].numpy().astype(bool)
    expected = {
        "mean": np.where(real[..., None], values, 0).sum(1) / real.sum(1, keepdims=True),
        "last": values[np.arange(8), LENGTHS - 1],
    }[tokens]
    found = open_layer(tmp_path / "own", "block", tokens)
    np.testing.assert_allclose(found[:], expected, rtol=1e-5, atol=1e-6)
    known = read_inputs(tmp_path / "own")
    assert known.class_names == ("a",)
    assert known.prediction_names == ("output 0", "output 1", "output 2")


def test_encoders_of_hugging_face_take_what_a_tokenizer_gives(example, tmp_path):
    transformers = pytest.importorskip("transformers")
    sizes = {"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32}
    model = transformers.BertModel(
        transformers.BertConfig(vocab_size=20, num_hidden_layers=2, **sizes)
    ).eval()
    batches = [(transformers.BatchEncoding(inputs), labels) for inputs, labels in texts()]
    layers = [f"encoder.layer.{number}" for number in range(2)]
    example.export_activations(tmp_path / "own", model, layers, batches)
    with torch.no_grad():
        hidden = [model(**inputs).last_hidden_state for inputs, _ in batches]
    real = [inputs["attention_mask"][..., None] for inputs, _ in batches]
    pairs = zip(hidden, real, strict=True)
    expected = torch.cat([(values * mask).sum(1) / mask.sum(1) for values, mask in pairs])
    found = open_layer(tmp_path / "own", layers[-1], "mean")
    np.testing.assert_allclose(found[:], expected, rtol=1e-4, atol=1e-5)


def test_padding_that_nobody_names_is_refused_and_nothing_is_left(example, tmp_path):
    wrapped = nn.Sequential(nn.Embedding(20, 6), nn.Linear(6, 6))
    batches = [(inputs["input_ids"], labels) for inputs, labels in texts()]
    with pytest.raises(ValueError, match=r"layer 1 has the shape .*attention_mask"):
        example.export_activations(tmp_path / "own", wrapped, ["1"], batches)
    assert list(tmp_path.iterdir()) == []
    example.export_activations(tmp_path / "own", wrapped, ["1"], batches, mask=lambda ids: ids > 0)
    assert open_layer(tmp_path / "own", "1", "mean").shape == (8, 6)
    with pytest.raises(FileExistsError, match="exists; delete it"):
        example.export_activations(tmp_path / "own", wrapped, ["1"], batches)


def test_half_precision_is_kept(example, images, tmp_path):
    for dtype in (torch.bfloat16, torch.float16):
        model, folder = nn.Sequential(nn.Flatten(), nn.Linear(256, 5)).to(dtype), str(dtype)
        batches = [(x.to(dtype), y) for x, y in images]
        example.export_activations(tmp_path / folder, model, ["1"], batches, keep_inputs=False)
        assert np.load(tmp_path / folder / "1/0.npy").dtype.itemsize == 2
        expected = torch.cat([model(x) for x, _ in batches]).detach().float()
        np.testing.assert_array_equal(open_layer(tmp_path / folder, "1")[:], expected)


def test_orders_of_axes_that_are_not_plain_are_asked_for(example, tmp_path):
    conv = nn.Sequential(nn.Conv1d(4, 6, 3), nn.ReLU())
    batches = [(torch.rand(5, 4, 9), torch.arange(5))]
    with pytest.raises(ValueError, match="`channels_first` or in `channels_last`"):
        example.export_activations(tmp_path / "own", conv, ["1"], batches)
    example.export_activations(tmp_path / "own", conv, ["0", "1"], batches, channels_first=["1"])
    for layer in ("0", "1"):
        assert np.load(tmp_path / "own" / layer / "0.npy").shape == (5, 7, 6)
    swin = nn.Sequential(nn.Linear(16, 16))
    batches = [(torch.rand(5, 7, 7, 16), torch.arange(5))]
    with pytest.raises(ValueError, match="as if the channels came last"):
        example.export_activations(tmp_path / "swin", swin, ["0"], batches)
    example.export_activations(tmp_path / "swin", swin, ["0"], batches, channels_last=["0"])
    attention = nn.Sequential(nn.Softmax(dim=-1))
    batches = [(torch.rand(5, 2, 6, 6), torch.arange(5))]
    with pytest.raises(ValueError, match="gives attention weights"):
        example.export_activations(tmp_path / "attention", attention, ["0"], batches)


def test_outputs_of_other_classes_are_not_named_after_the_labels(example, images, tmp_path):
    model = nn.Sequential(nn.Flatten(), nn.Linear(256, 5))
    example.export_activations(tmp_path / "a", model, ["1"], images, class_names=["cat", "dog"])
    table = pd.read_csv(tmp_path / "a/inputs.csv", dtype=str)
    assert table["label"].tolist() == ["cat", "dog", "dog"] * 2
    assert table["prediction"].str.startswith("output ").all()
    with pytest.raises(ValueError, match="2 prediction_names, but 5 outputs"):
        example.export_activations(
            tmp_path / "b", model, ["1"], images, prediction_names=["cat", "dog"]
        )


def test_attributes_fit_only_what_is_not_shuffled(example, tmp_path):
    data = torch.utils.data.TensorDataset(torch.rand(6, 9), torch.arange(6))
    model, attributes = nn.Sequential(nn.Linear(9, 5)), {"place": range(6)}
    for shuffle, folder in ((False, "own"), (True, "shuffled")):
        batches = torch.utils.data.DataLoader(data, batch_size=4, shuffle=shuffle)
        if shuffle:
            with pytest.raises(
                ValueError, match="the batches are shuffled, the attributes are not"
            ):
                example.export_activations(
                    tmp_path / folder, model, ["0"], batches, attributes=attributes
                )
        else:
            example.export_activations(
                tmp_path / folder, model, ["0"], batches, attributes=attributes
            )
    table = pd.read_csv(tmp_path / "own/inputs.csv")
    assert table["label"].tolist() == table["place"].tolist()
