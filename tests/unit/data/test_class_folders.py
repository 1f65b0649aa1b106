import os
import unicodedata

import pytest
from drawn_images import image_bytes, write_folder, written
from topomaps.data.class_folders import LOOSE, NESTED, class_folders
from topomaps.data.class_names import class_names

IMAGE = image_bytes()
FILES = {
    "cat/a.png": IMAGE, "owl/b.png": b"x", "owl/c.JPG": b"x", "owl/notes.txt": b"x",
    "owl/deep/d.png": IMAGE, "e.png": IMAGE, "owl/._b.png": b"x", "__MACOSX/owl/._b.png": b"x",
    "owl/.DS_Store": b"x", "owl/Thumbs.db": b"x", ".ipynb_checkpoints/a.png": IMAGE,
    "owl/unnamed": IMAGE, "owl/scan.dcm": bytes(128) + b"DICM", "eel/x.pdf": b"%PDF-1.4",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_folders_are_classes_and_nothing_is_lost_in_silence(tmp_path, kind):
    found = class_folders(written(kind, tmp_path, FILES))
    assert found.table.values.tolist() == [
        ["cat/a.png", "cat"],
        ["owl/b.png", "owl"],
        ["owl/c.JPG", "owl"],
        ["owl/unnamed", "owl"],
    ]
    assert found.left_out["owl/deep/d.png"] == NESTED
    assert found.left_out["e.png"] == LOOSE
    assert found.left_out["owl/scan.dcm"].startswith("is a DICOM file, which is not read; read are")
    assert found.left_out["eel/x.pdf"].startswith("is a PDF document")
    assert len(found.left_out) == 4
    assert found.empty == ["eel"]
    assert found.notes == [
        "1 texts and tables beside the images are no inputs, the first is owl/notes.txt"
    ]


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_images_in_folders_within_a_class_folder_belong_to_it_if_asked_for(tmp_path, kind):
    path = written(kind, tmp_path, {"cat/persian/a.png": IMAGE, "cat/b.png": IMAGE})
    found = class_folders(path, nested=True)
    assert found.table.values.tolist() == [["cat/b.png", "cat"], ["cat/persian/a.png", "cat"]]
    assert found.left_out == {}
    if kind == "folder":
        assert class_names(path, nested=True) == class_names(path) == ["cat"]


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_a_folder_that_wraps_all_class_folders_is_no_class(tmp_path, kind):
    members = {"all/photos/cat/a.png": IMAGE, "all/photos/owl/b.png": IMAGE, "all/r.txt": b"x"}
    path = written(kind, tmp_path, members)
    found = class_folders(path)
    assert found.table.values.tolist() == [
        ["all/photos/cat/a.png", "cat"], ["all/photos/owl/b.png", "owl"]
    ]  # fmt: skip
    assert found.notes[0] == "the class folders are those in all/photos/"
    if kind == "folder":
        assert class_names(path) == ["cat", "owl"]


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_folder_without_class_folders_is_refused(tmp_path, kind):
    path = written(kind, tmp_path, {"a.png": IMAGE, "deep/er/owl/b.png": IMAGE})
    with pytest.raises(ValueError, match=f"{path.name} has no folders with images.*a.png lies be"):
        class_folders(path)
    with pytest.raises(ValueError, match="no folder or archive"):
        class_folders(tmp_path / "dog")


def test_names_of_classes_are_composed_as_they_are_typed(tmp_path):
    write_folder(tmp_path / "i", {unicodedata.normalize("NFD", "Bären/ö.png"): IMAGE})
    assert class_folders(tmp_path / "i").table["label"].tolist() == ["Bären"]
    assert class_names(tmp_path / "i") == ["Bären"]


def test_pipes_devices_and_links_that_lead_nowhere_are_told_and_not_waited_for(tmp_path):
    folder = write_folder(tmp_path / "i", {"cat/a.png": IMAGE, "owl/b.png": IMAGE})
    os.mkfifo(folder / "cat/pipe.png")
    (folder / "cat/zero.png").symlink_to("/dev/zero")
    (folder / "cat/lost.png").symlink_to("nowhere.png")
    (folder / "owl/round").symlink_to(folder)
    (folder / "owl/linked.png").symlink_to(folder / "cat/a.png")
    found = class_folders(folder)
    assert found.table["file"].tolist() == ["cat/a.png", "owl/b.png", "owl/linked.png"]
    named = ["cat/lost.png", "cat/pipe.png", "cat/zero.png", "owl/round"]
    assert sorted(found.left_out) == named
    assert all("no file, but a pipe" in reason for reason in found.left_out.values())
