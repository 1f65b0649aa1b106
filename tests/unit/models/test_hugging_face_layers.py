"""What is known of the layers of a folder before it is opened."""

import json

import pytest
from topomaps.models.hugging_face_layers import layer_fault

torch, safetensors = pytest.importorskip("torch"), pytest.importorskip("safetensors.torch")
WEIGHTS = (
    "encoder.layer.0.output.dense.weight", "encoder.layer.1.output.dense.weight",
    "encoder.layer.1.act.0.weight", "embeddings.words.weight", "pooler.dense.weight",
)  # fmt: skip


@pytest.fixture(params=["", "bert."])
def folder(request, tmp_path):
    """A network of two blocks, alone or as the body of one with a head."""
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "x", "n_layer": 2}))
    found = {request.param + name: torch.zeros(2) for name in WEIGHTS}
    if request.param:
        found["classifier.weight"] = torch.zeros(2)
    safetensors.save_file(found, tmp_path / "model.safetensors")
    return tmp_path


@pytest.mark.parametrize(
    "layer",
    ["layer_0", "layer_2", "layer_2.heads", "layer_1.mlp", "encoder.layer.1", "encoder", "dropout",
     "encoder.layer.0.output.activation", "encoder.layer.1.act.1", "pooler.activation"],
)  # fmt: skip
def test_layers_that_are_or_may_be_there(folder, layer):
    assert layer_fault(folder, layer) is None


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ("layer_3", "it has layer_0 to layer_2"),
        ("layer_0.heads", "it has layer_1.heads to layer_2.heads"),
        ("encoder.layer.2", "there is no '2' in encoder.layer, but: 0, 1"),
        ("encoder.layer.2.output", "there is no '2' in encoder.layer, but: 0, 1"),
        ("encoder.layer.0.outptu.dense", "no 'outptu' in encoder.layer.0, but: output"),
        ("encodr.layer.0", "there is no 'encodr' in it, but: "),
    ],
)
def test_layers_that_cannot_be_there(folder, layer, said):
    assert said in layer_fault(folder, layer)


def test_of_a_damaged_folder_nothing_is_said(tmp_path):
    assert layer_fault(tmp_path, "layer_9") is None
