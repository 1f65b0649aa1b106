"""New and replaced image files of a user's are noticed."""

import pytest
from image_files import images_digest


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
    ],
)
def test_files_that_belong_to_a_dataset_are_noticed(images, file, content, of_folder, of_table):
    def digests():
        images_digest.cache_clear()
        datasets = (("folder", "images"), ("image_table", "images.csv"), ("table", "images.csv"))
        return [images_digest(source, str(images / path)) for source, path in datasets]

    before = digests()
    assert digests() == before
    (images / file).write_bytes(content)
    changed = [a != b for a, b in zip(before, digests(), strict=True)]
    assert changed == [of_folder, of_table, False]
