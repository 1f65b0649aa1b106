import os

import keras
import pytest
from onnx_conversion import to_onnx
from topomaps.models import formats
from topomaps.models.formats import APPLICATION, KERAS, ONNX, describe_model, format_of


@pytest.fixture
def model():
    return keras.Sequential([keras.Input((8, 6, 1)), keras.layers.Conv2D(4, 3, name="conv")])


def test_each_format_is_told_by_the_name_of_the_file(tmp_path, model):
    for suffix in ("keras", "h5", "hdf5"):
        model.save(tmp_path / f"mine.{suffix}")
        facts = describe_model(tmp_path / f"mine.{suffix}")
        assert facts[:2] == (("conv",), (8, 6, 1))
        assert (facts.scales, facts.input_dtype, facts.channels) == (False, "float32", "last")
        assert format_of({"file": tmp_path / f"mine.{suffix}"}) is KERAS
    to_onnx(model, tmp_path / "mine.onnx")
    facts = describe_model(tmp_path / "mine.onnx")
    assert facts[:2] == (("conv",), (1, 8, 6))
    assert (facts.scales, facts.input_dtype, facts.channels) == (False, "float32", "first")
    assert format_of({"file": tmp_path / "mine.onnx"}) is ONNX
    assert format_of({"application": "VGG16"}) is APPLICATION


def test_a_file_is_read_again_after_a_change_only(tmp_path, model, monkeypatch):
    read = []
    counted = KERAS._replace(describe=lambda path: read.append(path) or KERAS.describe(path))
    monkeypatch.setattr(formats, "FORMATS", (counted, ONNX))
    path = tmp_path / "mine.keras"
    model.save(path)
    assert len({describe_model(path) for _ in range(25)}) == 1
    assert len(read) == 1
    os.utime(path, ns=(1, 1))
    describe_model(path)
    assert len(read) == 2


def test_other_files_are_refused_with_the_way_out(tmp_path):
    words = r"no model that is read here, which are files whose names end in \.keras, \.h5, .*way 1"
    for name in ("model.bin", "model"):
        (tmp_path / name).write_text("something")
        with pytest.raises(ValueError, match=words):
            describe_model(tmp_path / name)
    with pytest.raises(ValueError, match=r"no\.h5 does not exist"):
        describe_model(tmp_path / "no.h5")


def test_the_content_counts_not_the_name_alone(tmp_path, model):
    model.save(tmp_path / "mine.keras")
    (tmp_path / "mine.keras").rename(tmp_path / "mine.onnx")
    with pytest.raises(ValueError, match=r"is a Keras file, .*; let its name end in \.keras"):
        describe_model(tmp_path / "mine.onnx")
    to_onnx(model, tmp_path / "MINE.ONNX")
    assert format_of({"file": tmp_path / "MINE.ONNX"}) is ONNX
