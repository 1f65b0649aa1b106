"""Shapes of layers that speak for one order of axes, and what is said where another is read."""

import numpy as np
import pytest
from topomaps.activations.channel_order import (
    are_attention_weights,
    likely_order,
    likely_order_of_layers,
    order_notes,
)


@pytest.mark.parametrize(
    ("shape", "order"),
    [
        ((100, 64, 4, 4), "first"),
        ((100, 16, 32, 32), "first"),
        ((100, 4, 4, 64), "last"),
        ((100, 7, 7, 7), None),
        ((100, 6, 4, 16), None),
    ],
)
def test_two_axes_of_equal_length_are_height_and_width(shape, order):
    assert likely_order(shape) == order


@pytest.mark.parametrize(
    ("shapes", "order"),
    [
        ([(9, 16, 40, 30), (9, 32, 20, 15)], "first"),
        ([(9, 40, 30, 16), (9, 20, 15, 32)], "last"),
        ([(9, 5, 3, 64), (9, 10, 6, 32)], None),  # a decoder
        ([(9, 16, 40, 30)], None),
    ],
)
def test_channels_grow_while_maps_shrink(shapes, order):
    assert likely_order_of_layers(shapes) == order


def test_layers_are_named_with_what_to_set():
    shapes = {"a": (9, 16, 40, 30), "b": (9, 32, 20, 15), "fc": (9, 10)}
    (note,) = order_notes(shapes, dict.fromkeys(shapes, "last"))
    assert "'a' (9, 16, 40, 30), 'b' (9, 32, 20, 15)" in note
    assert "set `channels: first`" in note
    assert order_notes(shapes, dict.fromkeys(shapes, "first")) == []
    (note,) = order_notes({"c": (9, 4, 4, 8)}, {"c": "first"})
    assert "`channels: {c: last}`" in note


def test_weights_of_attention_sum_to_one():
    weights = np.random.default_rng(0).random((2, 3, 5, 5))
    assert not are_attention_weights(weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    assert are_attention_weights(weights)
    assert are_attention_weights(weights.astype(np.float16))
    assert not are_attention_weights(weights[:, 0])
