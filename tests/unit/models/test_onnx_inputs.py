"""Whether ONNX graphs scale their inputs by themselves."""

import numpy as np
import pytest
from onnx_probes import model, node
from topomaps.models.onnx_inputs import scales_input

STEPS = {
    "division": ([("Div", "x n255")], True),
    "rescaling of Keras": ([("Mul", "x small"), ("Add", "1 minus1")], True),
    "after a cast and a transposition": ([("Cast", "x"), ("Transpose", "1"), ("Div", "2 n255")],
                                         True),
    "mean and deviation of ImageNet": ([("Sub", "x mean"), ("Div", "1 std")], True),
    "the mean of colours alone": ([("Sub", "x mean")], True),
    "centred from 0 to 1": ([("Sub", "x half"), ("Div", "1 half")], False),
    "torchvision's normalisation": ([("Sub", "x mean1"), ("Div", "1 std1")], False),
    "nothing": ([("Relu", "x")], False),
    "a product of two inputs": ([("Mul", "x x")], False),
}  # fmt: skip
NUMBERS = {
    "n255": 255.0, "small": 1 / 127.5, "minus1": -1.0, "half": 0.5,
    "mean": [[[123.7]], [[116.8]], [[103.9]]], "std": [[[58.4]], [[57.1]], [[57.4]]],
    "mean1": [[[0.485]], [[0.456]], [[0.406]]], "std1": [[[0.229]], [[0.224]], [[0.225]]],
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_scaling_for_values_up_to_255_is_told_from_scaling_for_values_up_to_1(name):
    steps, expected = STEPS[name]
    nodes = []
    for number, (kind, inputs) in enumerate(steps, 1):
        options = {"Cast": {"to": 1}, "Transpose": {"perm": [0, 1, 2, 3]}}.get(kind, {})
        nodes.append(node(kind, inputs, str(number), **options))
    weights = {key: np.asarray(value, np.float32) for key, value in NUMBERS.items()}
    last = nodes[-1].output[0]
    probe = model([*nodes, node("Relu", last, "y")], [("x", ["n", 3, 8, 8])],
                  [("y", ["n", 3, 8, 8])], weights)  # fmt: skip
    assert scales_input(probe.graph, "x") is expected
