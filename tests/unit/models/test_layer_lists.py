"""Lists of layers as text."""

from types import SimpleNamespace

import pytest
from topomaps.models.layer_info import LayerInfo
from topomaps.models.layer_lists import layer_list, suitability


def network(*layers):
    return SimpleNamespace(
        name="mine", input_shape=(8, None, 1), input_dtype="float32",
        layers={each.name: each for each in layers},
    )  # fmt: skip


def test_lists_say_that_a_model_takes_text():
    texts = network()
    texts.input_dtype = "string"
    assert layer_list(texts).splitlines()[1].startswith("The model takes text, which no dataset")


@pytest.mark.parametrize(
    ("kind", "shape", "words"),
    [
        ("Conv2D", (6, 4, 1005), "yes, 1,005 feature maps"),
        ("Dense", (4,), "yes, 4 units"),
        ("Attention", (None, 64), "yes, 64 units of tokens"),
        ("Flatten", (120,), "flattened, 120 units"),
        ("SpatialDropout2D", (6, 4, 5), "as before, 5 feature maps"),
        ("Conv3D", (4, 4, 4, 8), "no, 4 dimensions"),
        ("Reshape", (), "no, 0 dimensions"),
        ("Dense", (3,), "no, fewer than 4 neurons"),
        ("Conv2D", (3, 3, None), "no, N is not fixed"),
        ("LSTM", None, "no, several outputs, or a shape that is not told"),
    ],
)
def test_suitability_is_told_by_the_shape(kind, shape, words):
    assert suitability(LayerInfo("layer", kind, shape)) == words


def test_lists_have_a_line_for_each_layer_that_maps_can_show():
    layers = [
        LayerInfo("conv", "Conv2D", (6, None, 5)),
        LayerInfo("states", "LSTM", None),
        LayerInfo("matmul_3", "MatMul", (9,), -1, ("block.fc", "block")),
    ]
    head, names, *rows = layer_list(network(*layers)).splitlines()
    assert head == "model mine, input (8, any, 1); all=true lists 1 more"
    assert names.split() == ["output", "shape", "type", "suited?", "layer"]
    assert [" ".join(row.split()) for row in rows] == [
        "(6, any, 5) Conv2D yes, 5 feature maps conv",
        "(9,) MatMul yes, 9 units block.fc (= matmul_3)",
    ]
    _, _, *rows = layer_list(network(*layers), every=True).splitlines()
    assert [row.split()[-1] for row in rows] == ["conv", "states", "matmul_3)"]
    assert rows[1].startswith("unknown")


def test_lists_say_what_is_to_be_said_of_layers():
    layers = [LayerInfo("a/heads", "MatMul", (8, 12, 12), None), LayerInfo("t", "Add", (7, 9))]
    _, _, *rows = layer_list(network(*layers)).splitlines()
    assert "say first (8) or last (12)" in rows[0]
    assert "`layer_channels`, as {a/heads: first}" in rows[3]
    assert "the experiment's key `tokens`" in rows[4]


def test_lines_fit_a_terminal():
    kinds = {"GlobalAveragePooling2D": (1, 1, 2048), "BatchNormalization": (112, 112, 2048)}
    layers = [LayerInfo(f"stage{n}_block{n}_conv{n}", kind, shape)
              for n, (kind, shape) in enumerate(kinds.items())]  # fmt: skip
    assert max(map(len, layer_list(network(*layers)).splitlines())) <= 100
