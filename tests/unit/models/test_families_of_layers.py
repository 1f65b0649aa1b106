"""In networks of many families, every layer is what a hook that clones has seen of it."""

import numpy as np
import pytest
from topomaps.analysis.extract import extract
from topomaps.models.networks import open_network

torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
nn = torch.nn

SIZES = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": 24}  # fmt: skip
IMAGES = {"image_size": 16, "patch_size": 8, **SIZES}
# Where the heads and the inner neurons of the second block go in.
FAMILIES = {
    "Bert": (SIZES | {"vocab_size": 20}, "encoder.layer.1.attention.output.dense",
             "encoder.layer.1.output.dense"),
    "GPT2": ({"n_embd": 16, "n_layer": 2, "n_head": 2, "vocab_size": 20}, "h.1.attn.c_proj",
             "h.1.mlp.c_proj"),
    "Llama": (SIZES | {"vocab_size": 20}, "layers.1.self_attn.o_proj", "layers.1.mlp.down_proj"),
    "ViT": (IMAGES, "layers.1.attention.o_proj", "layers.1.mlp.fc2"),
    "Dinov2": (IMAGES, "encoder.layer.1.attention.o_proj", "encoder.layer.1.mlp.fc2"),
}  # fmt: skip


def given(model):
    """Four inputs: tokens without padding, or images."""
    torch.manual_seed(1)
    if model.main_input_name == "input_ids":
        ids = torch.randint(1, 20, (4, 7))
        return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    return {"pixel_values": torch.rand(4, 3, 16, 16)}


@pytest.mark.parametrize("family", FAMILIES)
def test_heads_and_inner_neurons_are_what_goes_into_their_projections(family, tmp_path):
    settings, heads, neurons = FAMILIES[family]
    torch.manual_seed(0)
    config = getattr(transformers, f"{family}Config")(**settings)
    model = getattr(transformers, f"{family}Model")(config).eval()
    seen, inputs = {}, given(model)
    for name, place in (("layer_2.heads", heads), ("layer_2.mlp", neurons)):
        model.get_submodule(place).register_forward_pre_hook(
            lambda module, args, name=name: seen.update({name: args[0].detach().clone()})
        )
    with torch.no_grad():
        states = model(**inputs, output_hidden_states=True).hidden_states
    expected = {f"layer_{number}": each for number, each in enumerate(states)} | dict(seen)
    found = extract(model, [*expected], inputs).activations
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values.mean(1), rtol=1e-4, atol=1e-5)
    model.save_pretrained(tmp_path)
    network = open_network({"file": tmp_path})
    assert {"layer_1.heads", "layer_2.heads", "layer_1.mlp", "layer_2.mlp"} <= {*network.layers}


def test_every_layer_of_a_resnet_that_works_in_place():
    torch.manual_seed(0)
    config = transformers.ResNetConfig(
        embedding_size=8, hidden_sizes=[8, 16], depths=[1, 2], layer_type="basic"
    )
    model = transformers.ResNetModel(config).eval()
    for each in model.modules():
        if isinstance(each, nn.ReLU):
            each.inplace = True
    seen, images = {}, torch.rand(3, 3, 32, 32)
    for name, module in model.named_modules():
        module.register_forward_hook(
            lambda module, args, output, name=name: seen.update({name: output.detach().clone()})
            if isinstance(output, torch.Tensor) and output.ndim == 4 else None
        )  # fmt: skip
    with torch.no_grad():
        model(images)
    layers = [name for name in seen if seen[name].shape[1] not in seen[name].shape[2:]]
    layers += [name for name in seen if name not in layers]
    found = extract(model, layers, images, channels_first=layers).activations
    assert len(layers) > 15
    for name in layers:
        expected = seen[name].movedim(1, -1).numpy()
        np.testing.assert_allclose(found[name], expected, rtol=1e-5, atol=1e-6, err_msg=name)


def test_blocks_whose_parts_have_other_names_are_told():
    model = nn.Sequential(nn.Linear(4, 4))
    with pytest.raises(ValueError, match=r"names by which \.heads of its blocks are not found"):
        extract(model, ["layer_1.heads"], torch.rand(3, 4))
