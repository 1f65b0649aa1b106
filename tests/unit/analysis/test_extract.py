"""Activations of PyTorch models are extracted as the layers gave them; padding is told by masks."""

import numpy as np
import pandas as pd
import pytest
import topomaps
from topomaps.activations import folder_writer
from topomaps.activations.inputs import read_inputs
from topomaps.activations.stored_arrays import open_layer, open_outputs
from topomaps.analysis.extract import extract
from torch_models import TEXTS, save_bert

torch = pytest.importorskip("torch")
nn = torch.nn

LENGTHS = torch.tensor([3, 5, 2, 7, 4, 6, 1, 2])


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


def test_what_runs_in_place_changes_nothing(images, tmp_path):
    model = nn.Sequential(Block(), nn.Flatten(), nn.Linear(256, 3)).eval()
    extract(model, ["0.norm", "0.conv", "0"], images, folder=tmp_path / "own")
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
def test_padding_is_told_by_the_mask(tmp_path, monkeypatch, shard_bytes, tokens):
    monkeypatch.setattr(folder_writer, "SHARD_BYTES", shard_bytes)
    model = Encoder()
    extract(model, ["block"], texts(), folder=tmp_path / "own", class_names=["a"])
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


def test_encoders_of_hugging_face_take_what_a_tokenizer_gives(tmp_path):
    transformers = pytest.importorskip("transformers")
    sizes = {"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32}
    model = transformers.BertModel(
        transformers.BertConfig(vocab_size=20, num_hidden_layers=2, **sizes)
    ).eval()
    batches = [(transformers.BatchEncoding(inputs), labels) for inputs, labels in texts()]
    layers = [f"encoder.layer.{number}" for number in range(2)]
    extract(model, layers, batches, folder=tmp_path / "own")
    with torch.no_grad():
        hidden = [model(**inputs).last_hidden_state for inputs, _ in batches]
    real = [inputs["attention_mask"][..., None] for inputs, _ in batches]
    pairs = zip(hidden, real, strict=True)
    expected = torch.cat([(values * mask).sum(1) / mask.sum(1) for values, mask in pairs])
    found = open_layer(tmp_path / "own", layers[-1], "mean")
    np.testing.assert_allclose(found[:], expected, rtol=1e-4, atol=1e-5)


def test_padding_that_nobody_names_is_refused_and_nothing_is_left(tmp_path):
    wrapped = nn.Sequential(nn.Embedding(20, 6), nn.Linear(6, 6))
    batches = [(inputs["input_ids"], labels) for inputs, labels in texts()]
    with pytest.raises(ValueError, match=r"layer 1 has the shape .*attention_mask"):
        extract(wrapped, ["1"], batches, folder=tmp_path / "own")
    assert list(tmp_path.iterdir()) == []
    extract(wrapped, ["1"], batches, folder=tmp_path / "own", mask=lambda ids: ids > 0)
    assert open_layer(tmp_path / "own", "1", "mean").shape == (8, 6)
    with pytest.raises(FileExistsError, match="exists; delete it"):
        extract(wrapped, ["1"], batches, folder=tmp_path / "own")


def test_half_precision_is_kept(images, tmp_path):
    for dtype in (torch.bfloat16, torch.float16):
        model, folder = nn.Sequential(nn.Flatten(), nn.Linear(256, 5)).to(dtype), str(dtype)
        batches = [(x.to(dtype), y) for x, y in images]
        extract(model, ["1"], batches, folder=tmp_path / folder, keep_inputs=False)
        assert np.load(tmp_path / folder / "1/0.npy").dtype.itemsize == 2
        expected = torch.cat([model(x) for x, _ in batches]).detach().float()
        np.testing.assert_array_equal(open_layer(tmp_path / folder, "1")[:], expected)


def test_orders_of_axes_that_are_not_plain_are_asked_for(tmp_path):
    conv = nn.Sequential(nn.Conv1d(4, 6, 3), nn.ReLU())
    batches = [(torch.rand(5, 4, 9), torch.arange(5))]
    with pytest.raises(ValueError, match="`channels_first` or in `channels_last`"):
        extract(conv, ["1"], batches, folder=tmp_path / "own")
    extract(conv, ["0", "1"], batches, folder=tmp_path / "own", channels_first=["1"])
    for layer in ("0", "1"):
        assert np.load(tmp_path / "own" / layer / "0.npy").shape == (5, 7, 6)
    swin = nn.Sequential(nn.Identity())
    batches = [(torch.rand(5, 7, 7, 16), torch.arange(5))]
    with pytest.raises(ValueError, match="as if the channels came last"):
        extract(swin, ["0"], batches, folder=tmp_path / "swin")
    extract(swin, ["0"], batches, folder=tmp_path / "swin", channels_last=["0"])
    attention = nn.Sequential(nn.Softmax(dim=-1))
    batches = [(torch.rand(5, 2, 6, 6), torch.arange(5))]
    with pytest.raises(ValueError, match="gives attention weights"):
        extract(attention, ["0"], batches, folder=tmp_path / "attention")


def test_outputs_of_other_classes_are_not_named_after_the_labels(images, tmp_path):
    model = nn.Sequential(nn.Flatten(), nn.Linear(256, 5))
    extract(model, ["1"], images, folder=tmp_path / "a", class_names=["cat", "dog"])
    table = pd.read_csv(tmp_path / "a/inputs.csv", dtype=str)
    assert table["label"].tolist() == ["cat", "dog", "dog"] * 2
    assert table["prediction"].str.startswith("output ").all()
    with pytest.raises(ValueError, match="2 prediction_names, but 5 outputs"):
        extract(model, ["1"], images, folder=tmp_path / "b", prediction_names=["cat", "dog"])


def test_attributes_fit_only_what_is_not_shuffled(tmp_path):
    data = torch.utils.data.TensorDataset(torch.rand(6, 9), torch.arange(6))
    model, attributes = nn.Sequential(nn.Linear(9, 5)), {"place": range(6)}
    for shuffle, folder in ((False, "own"), (True, "shuffled")):
        batches = torch.utils.data.DataLoader(data, batch_size=4, shuffle=shuffle)
        if shuffle:
            with pytest.raises(
                ValueError, match="the batches are shuffled, the attributes are not"
            ):
                extract(model, ["0"], batches, folder=tmp_path / folder, attributes=attributes)
        else:
            extract(model, ["0"], batches, folder=tmp_path / folder, attributes=attributes)
    table = pd.read_csv(tmp_path / "own/inputs.csv")
    assert table["label"].tolist() == table["place"].tolist()


def test_what_is_in_memory_is_what_a_folder_holds(tmp_path):
    model = Encoder()
    found = extract(model, ["block"], texts(), class_names=["a"], attributes={"n": range(8)})
    extract(model, ["block"], texts(), folder=tmp_path / "own", class_names=["a"])
    expected = open_layer(tmp_path / "own", "block", "mean")[:]
    np.testing.assert_array_equal(found.activations["block"], expected)
    assert found.inputs.class_names == ("a",)
    assert found.inputs.attributes["n"].tolist() == [str(each) for each in range(8)]


def test_arrays_come_with_labels():
    torch.manual_seed(0)
    model, inputs = nn.Sequential(nn.Linear(4, 6)), np.eye(4, dtype=np.float32)
    found = extract(model, ["0"], inputs, labels=[0, 1, 1, 0], batch_size=3)
    expected = model(torch.from_numpy(inputs)).detach()
    np.testing.assert_allclose(found.activations["0"], expected, atol=1e-6)
    assert found.inputs.labels.tolist() == [0, 1, 1, 0]
    with pytest.raises(ValueError, match="4 inputs, but 3 labels"):
        extract(model, ["0"], inputs, labels=[0, 1, 1])


def test_texts_and_hidden_states_of_hugging_face(tmp_path):
    transformers = pytest.importorskip("transformers")
    model = save_bert(tmp_path)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(tmp_path / "tokenizer.json"), pad_token="[PAD]"
    )
    layers = ["layer_0", "layer_2", "layer_1.heads", "layer_2.mlp"]
    found = extract(model, layers, TEXTS, tokenizer=tokenizer, batch_size=2)
    tokens = tokenizer(TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        states = model(**tokens, output_hidden_states=True).hidden_states
    real = tokens["attention_mask"][..., None]
    for name, values in {"layer_0": states[0], "layer_2": states[2]}.items():
        expected = (values * real).sum(1) / real.sum(1)
        np.testing.assert_allclose(found.activations[name], expected, atol=1e-5)
    assert found.activations["layer_2.mlp"].shape == (4, 24)
    with pytest.raises(ValueError, match="texts need a tokenizer"):
        extract(model, layers, TEXTS)


def test_caches_of_activations_are_taken_as_they_are():
    torch.manual_seed(0)
    cache = {"blocks.0.resid": torch.rand(3, 5, 8), "blocks.0.z": torch.rand(3, 5, 2, 4)}
    found = extract(cache, labels=[0, 1, 0], tokens="last")
    np.testing.assert_array_equal(found.activations["blocks.0.resid"],
                                  cache["blocks.0.resid"][:, -1])  # fmt: skip
    np.testing.assert_array_equal(found.activations["blocks.0.z"],
                                  cache["blocks.0.z"][:, -1].flatten(1))  # fmt: skip
    with pytest.raises(ValueError, match="attention weights"):
        extract({"pattern": torch.rand(3, 2, 5, 5)})


def test_a_model_stays_as_it_was(images):
    model = nn.Sequential(nn.Flatten(), nn.Dropout(), nn.Linear(256, 5)).train()
    model[1].eval()
    extract(model, ["2"], images)
    assert model.training
    assert not model[1].training
    assert not model[2]._forward_hooks


def test_in_memory_they_are_maps_not_fitted_yet():
    torch.manual_seed(0)
    model, inputs = nn.Sequential(nn.Linear(6, 9), nn.ReLU(), nn.Linear(9, 2)), torch.randn(40, 6)
    sexes = np.array(["f", "m"])[(inputs[:, 0] > 0).long()]
    maps = extract(model, ["0", "1"], inputs, sexes, permutations=99).fit("PCA")
    assert maps.groups_.tolist() == ["f", "m"]
    values = model[0](inputs).detach().numpy()
    difference = values[sexes == "m"].mean(axis=0) - values[sexes == "f"].mean(axis=0)
    np.testing.assert_allclose(maps.naps_["0"][1], difference / 2, atol=1e-6)
    assert maps.test()["p"].max() < 0.05
    labelled = extract(model, ["0"], inputs, labels=sexes.tolist())
    assert labelled.fit("PCA").groups_.tolist() == ["f", "m"]
    assert {*labelled.inputs.prediction_names} == {"0", "1"}


def test_groups_may_be_given_later(tmp_path):
    torch.manual_seed(0)
    model, inputs = nn.Sequential(nn.Linear(6, 9)), torch.randn(40, 6)
    given = {"attributes": {"half": [0] * 20 + [1] * 20}, "keep_inputs": False}
    maps = extract(model, ["0"], inputs, **given)
    assert "no groups of 40 inputs" in repr(maps)
    for ask in (maps.fit, maps.test, lambda: maps.naps_):
        with pytest.raises(ValueError, match=r"give groups.*there are: 'half'"):
            ask()
    assert topomaps.Maps(maps, "half").fit("PCA").counts_.tolist() == [20, 20]
    assert topomaps.Maps(maps, [0] * 10 + [1] * 30).fit("PCA").counts_.tolist() == [10, 30]
    assert topomaps.Maps.load(maps.save(tmp_path / "own.npz")).activations["0"].shape == (40, 9)
    with pytest.raises(ValueError, match="tokens was said of these activations before"):
        topomaps.Maps(maps, "half", tokens="mean")
    with pytest.raises(ValueError, match="groups has no place in a folder"):
        extract(model, ["0"], inputs, "half", folder=tmp_path / "own")
