"""Networks of Hugging Face give what transformers gives, and their folders are checked first."""

import json

import numpy as np
import pytest
from topomaps.models.formats import describe_model
from topomaps.models.networks import open_network
from topomaps.models.preprocessing import preprocessing_function
from topomaps.models.text_tokens import load_tokenizer
from torch_models import SIZES, TEXTS, save_bert

torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("bert")
    save_bert(path)
    return path


@pytest.fixture(scope="module")
def tokens(folder):
    return load_tokenizer(folder).tokenize(TEXTS)


@pytest.fixture(scope="module")
def expected(folder, tokens):
    model = transformers.AutoModel.from_pretrained(folder).eval()
    given = {name: torch.from_numpy(each) for name, each in tokens.inputs().items()}
    with torch.no_grad():
        return model(**given, output_hidden_states=True, output_attentions=False)


def test_hidden_states_are_those_of_transformers(folder, tokens, expected):
    network = open_network({"file": folder})
    layers = ["layer_0", "layer_1", "layer_2"]
    found, outputs = network.forward(layers)(tokens.inputs())
    for name, states in zip(layers, expected.hidden_states, strict=True):
        values, real = found[name]
        np.testing.assert_allclose(values, states.numpy(), atol=1e-6)
        np.testing.assert_array_equal(real, tokens.mask)
    assert outputs is None
    assert network.n_tokens_known == 11


def test_heads_and_neurons_of_blocks_have_plain_names(folder, tokens):
    network = open_network({"file": folder})
    found, _ = network.forward(["layer_2.heads", "layer_2.mlp", "layer_2", "encoder.layer.1"])(
        tokens.inputs()
    )
    block = dict(network._model.named_modules())["encoder.layer.1"]
    heads, neurons = (torch.from_numpy(found[f"layer_2.{each}"][0]) for each in ("heads", "mlp"))
    assert heads.shape[-1] == 16
    assert neurons.shape[-1] == 24
    assert (neurons >= -0.17).all()  # GELU has no smaller values
    with torch.no_grad():  # the block goes on from there to what it gives
        between = network.forward(["encoder.layer.1.attention"])(tokens.inputs())[0]
        attended = torch.from_numpy(between["encoder.layer.1.attention"][0])
        given = block.output.LayerNorm(block.output.dense(neurons) + attended)
    np.testing.assert_allclose(given.numpy(), found["layer_2"][0], atol=1e-6)
    np.testing.assert_array_equal(found["encoder.layer.1"][0], found["layer_2"][0])


def test_shapes_are_told_for_lists_of_layers(folder):
    network = open_network({"file": folder})
    network.resolve_shapes()
    assert network.layers["layer_1"].shape == (None, 16)
    assert network.layers["layer_1.mlp"].shape == (None, 24)
    assert network.layers["pooler"].shape == (16,)


def test_half_precision_is_taken_as_single(tmp_path, tokens):
    save_bert(tmp_path).half().save_pretrained(tmp_path)
    found, _ = open_network({"file": tmp_path}).forward(["layer_2"])(tokens.inputs())
    assert found["layer_2"][0].dtype == np.float32


def test_classes_are_those_of_the_model(tmp_path, tokens):
    save_bert(tmp_path, "BertForSequenceClassification", id2label={0: "bad", 1: "fair", 2: "good"})
    network = open_network({"file": tmp_path})
    _, scores = network.forward(["layer_1"])(tokens.inputs())
    assert network.class_names == ("bad", "fair", "good")
    assert describe_model(tmp_path).outputs[0].class_names == network.class_names
    assert scores.shape == (4, 3)


def test_decoders_and_encoders_without_segments(tmp_path, tokens):
    small = {"n_embd": 16, "n_layer": 2, "n_head": 2, "vocab_size": 11}
    transformers.GPT2LMHeadModel(transformers.GPT2Config(**small)).save_pretrained(tmp_path)
    found, _ = open_network({"file": tmp_path}).forward(["layer_2", "layer_1.heads"])(
        tokens.inputs()
    )
    assert found["layer_2"][0].shape == (*tokens.mask.shape, 16)


@pytest.fixture
def pictures(tmp_path):
    torch.manual_seed(0)
    config = transformers.ViTConfig(image_size=16, patch_size=8, **SIZES)
    transformers.ViTModel(config).save_pretrained(tmp_path)
    said = {"image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.3, 0.4], "do_resize": True,
            "size": {"height": 16, "width": 16}, "rescale_factor": 1 / 255}  # fmt: skip
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(said))
    return tmp_path


def test_images_are_scaled_as_the_model_says(pictures):
    images = np.random.default_rng(0).integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
    facts = describe_model(pictures)
    assert facts.preprocessing["size"] == [16, 16]
    preprocess = preprocessing_function(None, None, 255, facts.preprocessing)
    found, _ = open_network({"file": pictures}).forward(["layer_2"], preprocess)(images)
    pixels = (images / 255 - [0.5, 0.4, 0.3]) / [0.2, 0.3, 0.4]
    pixels = torch.tensor(pixels, dtype=torch.float32).permute(0, 3, 1, 2)
    with torch.no_grad():
        states = transformers.AutoModel.from_pretrained(pictures)(
            pixel_values=pixels, output_hidden_states=True
        ).hidden_states
    np.testing.assert_allclose(found["layer_2"], states[2].numpy(), atol=1e-5)


def test_pickled_weights_are_refused(folder, tmp_path):
    (tmp_path / "config.json").write_bytes((folder / "config.json").read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x02")
    with pytest.raises(ValueError, match=r"weights in pytorch_model.bin.*can hold code"):
        describe_model(tmp_path)


def test_code_in_the_folder_is_refused(folder, tmp_path):
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoModel": "modeling.Own"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "modeling.py").write_text("raise SystemExit('run')")
    with pytest.raises(ValueError, match=r"code of its own \(auto_map\)"):
        open_network({"file": tmp_path})


def test_weights_of_another_model_are_refused(folder, tmp_path):
    save_bert(tmp_path)
    config = json.loads((folder / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 3}))
    with pytest.raises(ValueError, match=r"no weights of encoder\.layer\.2"):
        open_network({"file": tmp_path})


def test_an_unknown_layer_names_those_that_are_there(folder, tokens):
    with pytest.raises(ValueError, match=r"no layer 'layer_9'; it has: layer_0, layer_1"):
        open_network({"file": folder}).forward(["layer_9"])


def test_a_device_that_is_not_there_is_named(folder):
    with pytest.raises(ValueError, match="there is no device 'nonsense' here"):
        open_network({"file": folder, "device": "nonsense"})


def test_a_gpu_is_used_where_there_is_one(monkeypatch, caplog):
    from topomaps.models import torch_hooks

    assert torch_hooks.device_of() == torch.device("cpu")
    accelerator = torch_hooks.torch.accelerator
    monkeypatch.setattr(accelerator, "is_available", lambda: False)
    assert torch_hooks.device_of("gpu") == torch.device("cpu")
    assert "there is no GPU here" in caplog.text
    monkeypatch.setattr(accelerator, "is_available", lambda: True)
    monkeypatch.setattr(accelerator, "current_accelerator", lambda: torch.device("meta"))
    assert torch_hooks.device_of("gpu") == torch.device("meta")
