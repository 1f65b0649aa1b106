"""New and replaced image files of a user's are noticed."""

import os

import pytest

from rules.configuration import user_files


@pytest.fixture
def images(tmp_path):
    for name in ("cat/a.png", "owl/b.png"):
        (tmp_path / "images" / name).parent.mkdir(parents=True)
        (tmp_path / "images" / name).write_bytes(b"pixels")
    (tmp_path / "images.csv").write_text("label,file\ncat,images/cat/a.png\nowl,missing.png\n")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "content", "of_folder", "of_table"),
    [
        ("images/cat/a.png", b"other pixels", True, True),
        ("images/owl/b.png", b"other pixels", True, False),
        ("images/owl/c.png", b"pixels", True, False),
        ("missing.png", b"pixels", False, True),
        ("images/note.txt", b"beside the classes", False, False),
        ("images/owl/deep/d.png", b"nested", True, False),
    ],
)
def test_files_that_belong_to_a_dataset_are_noticed(images, file, content, of_folder, of_table):
    def digests():
        user_files._digest_of_folder.cache_clear()
        user_files._digest_of_table.cache_clear()
        datasets = (("folder", "images"), ("image_table", "images.csv"), ("table", "images.csv"))
        return [
            user_files.images_digest({"source": source, "path": str(images / path)})
            for source, path in datasets
        ]

    before = digests()
    assert digests() == before
    (images / file).parent.mkdir(exist_ok=True)
    (images / file).write_bytes(content)
    changed = [a != b for a, b in zip(before, digests(), strict=True)]
    assert changed == [of_folder, of_table, False]


def test_files_of_a_table_may_lie_elsewhere(images):
    (images / "elsewhere").mkdir()
    table = {"source": "image_table", "path": str(images / "images.csv")}
    elsewhere = {**table, "images": str(images / "elsewhere")}
    assert user_files.images_digest(table) != user_files.images_digest(elsewhere)
    archive = {**table, "images": str(images / "images.zip")}  # its time is compared
    assert user_files.images_digest(archive) == user_files.images_digest({"source": "digits"})


def test_of_a_table_that_cannot_be_read_here_all_images_of_the_folder_count(images, monkeypatch):
    monkeypatch.chdir(images)
    table = {"source": "image_table", "path": "images.parquet", "images": "."}

    def digest():
        user_files._digest_of_all_images.cache_clear()
        return user_files.images_digest(table)

    before = digest()
    for beside in ("results/figures/a.png", "images/note.txt"):
        (images / beside).parent.mkdir(parents=True, exist_ok=True)
        (images / beside).write_bytes(b"made")
    assert digest() == before
    (images / "images/cat/a.png").write_bytes(b"other pixels")
    assert digest() != before


def test_the_state_of_a_file_tells_an_older_one_of_the_same_size(images):
    file = images / "images/cat/a.png"

    def state():
        user_files._state_of.cache_clear()
        return user_files.states([file, images / "images", "results/models/m/model.keras"])

    before = state()
    assert state() == before
    assert set(before) == {str(file), str(images / "images")}
    os.utime(file, ns=(5, 5))
    assert all(before[path] != state()[path] for path in before)


def test_an_image_that_came_and_went_is_no_change(images):
    def digest():
        user_files._digest_of_folder.cache_clear()
        return user_files.images_digest({"source": "folder", "path": str(images / "images")})

    before = digest()
    os.utime(images / "images/owl", ns=(5, 5))
    assert digest() == before
    (images / "images/emu").mkdir()  # a class without images is told, so that it counts
    assert digest() != before
