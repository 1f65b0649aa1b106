"""Operations of TensorFlow, rebuilt as a layer."""

import json
from operator import attrgetter

import numpy as np
import pytest
import tensorflow as tf
from topomaps.models.keras2_layers import TensorOperation
from topomaps.models.keras2_operations import ADDITION, FUNCTIONS, SLICES, SLICING


def test_every_function_of_the_list_is_one_of_tensorflow():
    for name in FUNCTIONS - {ADDITION, SLICING}:
        assert callable(attrgetter(name)(tf))
    with pytest.raises(ValueError, match=r"'io\.read_file' of TensorFlow is not rebuilt"):
        TensorOperation("io.read_file")


def test_functions_compute_as_there():
    x = np.arange(12, dtype=np.float32).reshape(2, 2, 3)
    assert (TensorOperation("math.truediv")(x, y=127.5) == x / np.float32(127.5)).numpy().all()
    assert (TensorOperation("math.subtract")(x, first=1.0) == 1 - x).numpy().all()
    parts = json.dumps([{"class_name": "__ellipsis__"}, {"start": None, "stop": None, "step": -1}])
    assert (TensorOperation(SLICING)(x, **{SLICES: parts}) == x[..., ::-1]).numpy().all()
    assert (TensorOperation(SLICING)(x, **{SLICES: "1"}) == x[1]).numpy().all()
    assert TensorOperation("concat")([x, x], axis=-1).shape == (2, 2, 6)
