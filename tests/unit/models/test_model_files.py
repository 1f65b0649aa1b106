import keras
import pytest
from onnx_conversion import to_onnx
from topomaps.models.model_files import describe_model_file, is_onnx


def test_each_kind_of_file_is_told_by_its_name(tmp_path):
    model = keras.Sequential([keras.Input((8, 6, 1)), keras.layers.Conv2D(4, 3, name="conv")])
    for suffix in ("keras", "h5", "hdf5"):
        model.save(tmp_path / f"mine.{suffix}")
        facts = describe_model_file(tmp_path / f"mine.{suffix}")
        assert facts == (("conv",), (8, 6, 1), None, False)
        assert not is_onnx(tmp_path / f"mine.{suffix}")
    to_onnx(model, tmp_path / "mine.onnx")
    facts = describe_model_file(tmp_path / "mine.onnx")
    assert facts == (("conv",), (1, 8, 6), None, False)
    assert is_onnx(tmp_path / "mine.onnx")


@pytest.mark.parametrize("name", ["model.pt", "model", "model.ONNX", "saved_model"])
def test_other_files_are_refused_with_the_way_out(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(ValueError, match=r"names end in \.keras, \.h5, \.hdf5, \.onnx; of other"):
        describe_model_file(tmp_path / name)
