"""The list of the layers of a model's file."""

import list_layers
import pytest
from onnx_conversion import to_onnx


def test_the_layers_of_a_file_are_listed(tmp_path):
    from topomaps.models.training import build_model

    model = build_model("cnn", (8, 8, 1), 10, width=8)
    model.save(tmp_path / "mine.keras")
    to_onnx(model, tmp_path / "mine.onnx")
    for file in (tmp_path / "mine.keras", tmp_path / "mine.onnx"):
        head, _, *rows = list_layers.main(model=file, threads=2).splitlines()
        assert head.startswith("model ")
        found = {row.split()[-1]: row for row in rows}
        assert found["conv_1"].startswith("(3, 3, 8)")
        assert "yes, 8 feature maps" in found["conv_1"]
        assert "flattened, 8 units" in found["flatten"]
    with pytest.raises(ValueError, match=r"no\.keras does not exist"):
        list_layers.main(model=tmp_path / "no.keras", threads=2)
