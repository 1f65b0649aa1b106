"""New and replaced image files of a user's are noticed."""

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
