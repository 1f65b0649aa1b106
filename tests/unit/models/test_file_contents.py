"""What files are by their content, and the way out."""

import io
import json
import pickle
import tarfile
import zipfile

import numpy as np
import pytest
from topomaps.models.file_contents import content_of


def zipped(*names):
    """Bytes of an archive with files of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def tarred():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("model.h5"))
    return file.getvalue()


def array():
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


HEADER = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
FILES = [
    ("model.onnx", b"", "empty", "download"),
    ("model.onnx", POINTER, "a Git LFS pointer", "git lfs pull"),
    ("model.keras", b"\xef\xbb\xbf\n <!DOCTYPE html><p>Sign in", "a page of the web", "download"),
    ("model.h5", b"<html>", "a page of the web", "download"),
    ("model.tflite", b"\x1c\0\0\0TFL3\x14", "TensorFlow Lite", "--tflite {path} --output"),
    ("model.onnx", b"\x89HDF\r\n\x1a\n", "an HDF5 file", "end in .h5"),
    ("a.safetensors", len(HEADER).to_bytes(8, "little") + HEADER + b"0000", "safetensors", "torch"),
    ("old.pth", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "a PyTorch file", "torch.export.save"),
    ("model.pt", b"unknown", "a model of PyTorch", "topomaps.extract"),
    ("forest.pkl", pickle.dumps([1]), "a pickle", "skl2onnx"),
    ("forest.joblib", b"x\x9c", "a pickle", "skl2onnx"),
    ("frozen.pb", b"\n\x0c", "a frozen graph", "--graphdef {path}"),
    ("saved_model.pb", b"\x08\x01", "a SavedModel", "name the folder"),
    ("model.json", b'{"class_name": "Sequential"}', "text (JSON)", "weights"),
    ("model.index", b"\0\0", "a checkpoint of TensorFlow", "model.save"),
    ("model.h5", b"\x1f\x8b\x08", "an archive", "unpack"),
    ("model.h5", tarred(), "an archive", "unpack"),
    ("model.h5", array(), "an array of NumPy", "way 1"),
    ("model.h5", zipped("config.json", "metadata.json"), "a Keras file", "end in .keras"),
    ("model.pt", zipped("m/data.pkl", "m/version"), "a PyTorch file", "torch.export.save"),
    ("model.jit", zipped("m/data.pkl", "m/constants.pkl"), "TorchScript", "torch.export.save"),
    ("model.pt2", zipped("m/archive_format"), "torch.export", "end in .pt2"),
    ("model.onnx", zipped("keras_model.h5", "labels.txt"), "an archive of a model", "unpack"),
    ("model.h5", zipped("a.npy"), "arrays of NumPy", "way 1"),
    ("model.h5", zipped("readme.txt"), "an archive", "unpack"),
]


@pytest.mark.parametrize(("name", "content", "what", "way_out"), FILES)
def test_files_are_told_by_their_content(tmp_path, name, content, what, way_out):
    path = tmp_path / name
    path.write_bytes(content)
    found = content_of(path)
    assert what in found.what
    assert way_out.replace("{path}", str(path)) in found.advice(path)


def test_folders_are_told_by_what_they_hold(tmp_path):
    assert "a folder without a model" in content_of(tmp_path).what
    (tmp_path / "mine.h5").touch()
    assert content_of(tmp_path).advice(tmp_path).endswith("one of: mine.h5")


def test_what_is_not_known_is_left_to_its_reader(tmp_path):
    for content in (b"\x08\x08\x12\x07pytorch", b"PK, but no archive", b"words"):
        (tmp_path / "model.onnx").write_bytes(content)
        assert content_of(tmp_path / "model.onnx") is None
    with pytest.raises(ValueError, match="does not exist"):
        content_of(tmp_path / "nowhere")
