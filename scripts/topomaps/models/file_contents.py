"""What the file of a model is by its content, whatever its name; standard library only.

Nothing of a file is loaded: its first bytes, and the names in an archive, tell what it is.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HEAD = 1024  # bytes that are looked at
EXPORT = "export it as ONNX, {how}, or export its activations and use those instead (way 1)"
FROM_PYTORCH = (
    "save it by torch.export.save(torch.export.export(model.eval(), (example,), "
    "dynamic_shapes=({0: torch.export.Dim.AUTO},)), 'model.pt2') with an example of two inputs, or "
    "by torch.onnx.export; or extract its activations by topomaps.extract and use those instead "
    "(way 1)"
)
CONVERT = (
    "convert it to ONNX, `{how} --output model.onnx`, or export its activations and use those "
    "instead (way 1)"
)
FROM_FRAMEWORK = EXPORT.format(how="as its framework can")
UNPACK = "unpack it, and name what is in it"
KERAS_ZIP, HDF5 = "a Keras file, as Keras 3 writes it", "an HDF5 file, as Keras writes `.h5`"
PROGRAM = "an exported program of PyTorch (torch.export)"


class Content(NamedTuple):
    """A kind of content: what the file is, the way out, and whether it is told by its first bytes.

    `matches` takes these bytes and the path.
    """

    what: str
    way_out: str
    matches: Callable

    def advice(self, path):
        """The way out, with the names of a file or folder and of what may be models in it."""
        inside = ", ".join(_models_in(path)) if Path(path).is_dir() else ""
        return self.way_out.replace("{path}", str(path)).replace("{inside}", inside)


def content_of(path):
    """Kind of content of a file or folder, a Content; None of one that is not known.

    Raises
    ------
    ValueError
        If there is no such file or folder.
    """
    path = Path(path)
    if not path.exists():
        raise ValueError(f"{path} does not exist")
    if path.is_dir():
        return next((each for each in FOLDERS if each.matches(path)), None)
    with open(path, "rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK"):
        names = _names_in_zip(path)
        return next((each for each in ARCHIVES if each.matches(names)), None)
    return next((each for each in FILES if each.matches(head, path)), None)


def _names_in_zip(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):  # damaged, as its reader says
        return []


def _starts(*starts):
    return lambda head, path: head.startswith(starts)


def _ends(*endings):
    return lambda head, path: path.name.lower().endswith(endings)


def _is_page(head, path):
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def _is_safetensors(head, path):
    size = int.from_bytes(head[:8], "little")
    return head[8:9] == b"{" and 2 <= size < path.stat().st_size


def _holds(*names):
    """Whether an archive holds files with these names, in whatever folder."""
    return lambda found: all(any(f"/{each}".endswith(f"/{name}") for each in found)
                             for name in names)  # fmt: skip


def _holds_ending(*endings):
    return lambda found: any(each.lower().endswith(endings) for each in found)


FILES = (
    Content("empty", "download, copy or save it again", lambda head, path: not head),
    Content(
        "a Git LFS pointer, not the model itself",
        "run `git lfs pull` in the repository that it comes from",
        _starts(b"version https://git-lfs.github.com/"),
    ),
    Content(
        "a page of the web, not the model itself",
        "download the file again, by the address that its page offers for the file itself",
        _is_page,
    ),
    Content(HDF5, "let its name end in .h5", _starts(b"\x89HDF\r\n\x1a\n")),
    Content(
        "a model of TensorFlow Lite",
        CONVERT.format(how="python -m tf2onnx.convert --tflite {path}"),
        lambda head, path: head[4:8] == b"TFL3",
    ),
    Content(
        "a file of safetensors, weights without the network",
        "load them into their network, then " + FROM_PYTORCH,
        _is_safetensors,
    ),
    Content(
        "a PyTorch file, weights or a pickled network",
        FROM_PYTORCH,
        _starts(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."),
    ),
    Content(
        "a pickle, which runs code when it is loaded and is never read here",
        "of scikit-learn, convert it by skl2onnx.to_onnx(model, x[:1]) and save that as "
        "model.onnx; of PyTorch, export it by torch.onnx.export; or export activations and use "
        "those instead (way 1)",
        lambda head, path: (
            head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
        ) or _ends(".pkl", ".pickle", ".joblib")(head, path),
    ),
    Content("an archive", UNPACK, _starts(b"\x1f\x8b", b"7z\xbc\xaf'\x1c", b"Rar!\x1a")),
    Content("an archive", UNPACK, lambda head, path: head[257:262] == b"ustar"),
    Content("an array of NumPy", "use it as activations (way 1)", _starts(b"\x93NUMPY")),
    Content(
        "a file of a SavedModel of TensorFlow",
        "name the folder that it lies in, with its variables",
        lambda head, path: path.name in ("saved_model.pb", "saved_model.pbtxt"),
    ),
    Content(
        "a frozen graph of TensorFlow",
        CONVERT.format(
            how="python -m tf2onnx.convert --graphdef {path} --inputs input:0 --outputs output:0"
        ),
        _ends(".pb", ".pbtxt"),
    ),
    Content(
        "a checkpoint of TensorFlow, weights without the network",
        "load them into their network by model.load_weights and save it by "
        "model.save('name.keras')",
        _ends(".ckpt", ".index", ".data-00000-of-00001"),
    ),
    Content(
        "text (JSON), the description of a network or a model of TensorFlow.js, not a whole model",
        "name the file that holds its weights too, saved by model.save('name.keras'); of "
        "TensorFlow.js, convert it by tensorflowjs_converter --input_format=tfjs_layers_model "
        "--output_format=keras {path} model.h5",
        lambda head, path: head.lstrip()[:1] in (b"{", b"["),
    ),
    Content("a model of PyTorch", FROM_PYTORCH, _ends(".pt", ".pth", ".jit")),
)  # fmt: skip
ARCHIVES = (  # the same of the names in a zip
    Content(KERAS_ZIP, "let its name end in .keras", _holds("config.json", "metadata.json")),
    Content(
        "a compiled program of PyTorch (TorchScript), which can run code as it is loaded",
        FROM_PYTORCH,
        _holds("data.pkl", "constants.pkl"),
    ),
    Content("a PyTorch file, weights or a pickled network", FROM_PYTORCH, _holds("data.pkl")),
    Content(
        PROGRAM,
        "let its name end in .pt2",
        _holds_ending("serialized_exported_program.json", "models/model.json", "archive_format"),
    ),
    Content(
        "an archive of a model", UNPACK,
        _holds_ending("saved_model.pb", ".keras", ".h5", ".hdf5", ".onnx", ".tflite", ".pb"),
    ),
    Content("arrays of NumPy", "use them as activations (way 1)", _holds_ending(".npy")),
    Content("an archive", UNPACK, lambda names: bool(names)),
)  # fmt: skip
FOLDERS = (  # the same of a folder
    Content(
        "a folder", "name the file of the model in it, one of: {inside}",
        lambda path: any(_models_in(path)),
    ),
    Content(
        "a folder without a model that is known here",
        "name a file of a model, or the folder of a SavedModel, which holds saved_model.pb",
        lambda path: True,
    ),
)  # fmt: skip


def _models_in(path):
    """Names of files in a folder that may be models."""
    endings = (".keras", ".h5", ".hdf5", ".onnx", ".pt2")
    return sorted(each.name for each in path.iterdir() if each.name.lower().endswith(endings))
