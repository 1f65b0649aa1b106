import tarfile
import threading
import zipfile

import pytest
from drawn_images import image_bytes, write_tar, write_zip, written
from topomaps.data.image_archives import image_names, open_images
from topomaps.data.integrity import DamagedFile

MEMBERS = {f"val/{k}.jpg": bytes([k]) * (600 + k) for k in range(5)}
ARCHIVES = ["zip", "tar"]


@pytest.mark.parametrize("kind", ["folder", *ARCHIVES])
def test_files_are_read_from_folders_and_archives_alike(tmp_path, kind):
    path = written(kind, tmp_path, MEMBERS)
    with open_images(path) as images:
        assert "val/3.jpg" in images
        assert "val/7.jpg" not in images
        assert {name: images.read(name) for name in MEMBERS} == MEMBERS
        with pytest.raises((OSError, ValueError), match="is not there"):
            images.read("val/7.jpg")
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ARCHIVES)
def test_threads_may_share_an_archive(tmp_path, kind):
    members = {f"{k}.jpg": bytes([k]) * 50_000 for k in range(8)}
    wrong = []

    def read_often(images, name):
        wrong.extend(name for _ in range(50) if images.read(name) != members[name])

    with open_images(written(kind, tmp_path, members)) as images:
        threads = [threading.Thread(target=read_often, args=(images, name)) for name in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize("kind", ARCHIVES)
def test_image_names_are_those_of_image_files(tmp_path, kind):
    members = dict.fromkeys(["./val/1.jpg", "val/2.PNG", "README.txt", "jpg", "./3.bmp"], b"x")
    assert image_names(written(kind, tmp_path, members)) == ["val/1.jpg", "val/2.PNG", "3.bmp"]


@pytest.mark.parametrize("name", ["val/1.jpg", "./val/1.jpg", "val\\1.jpg", "val//1.jpg"])
@pytest.mark.parametrize("kind", ARCHIVES)
def test_ways_of_writing_a_name_are_the_same_file(tmp_path, kind, name):
    with open_images(written(kind, tmp_path, {name: b"x"})) as images:
        assert images.names == ("val/1.jpg",)
        assert images.read("./val/1.jpg") == b"x"


@pytest.mark.parametrize(
    "name",
    ["../up.jpg", "val/../../up.jpg", "/etc/up.jpg", "C:/up.jpg", "C:\\up.jpg", "..\\up.jpg"],
)
@pytest.mark.parametrize("kind", ARCHIVES)
def test_archives_with_names_that_lead_outside_are_refused(tmp_path, kind, name):
    path = written(kind, tmp_path, {"val/1.jpg": b"x", name: b"y"})
    with pytest.raises(DamagedFile, match="leads out of its folder") as error:
        open_images(path)
    assert str(path) in str(error.value)
    assert list(tmp_path.iterdir()) == [path]


def link(kind, folder):
    """Archive with a symbolic link."""
    path = written(kind, folder, {"val/1.jpg": b"x"})
    if kind == "tar":
        with tarfile.open(path, "a") as archive:
            entry = tarfile.TarInfo("val/2.jpg")
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry)
    else:
        with zipfile.ZipFile(path, "a") as archive:
            entry = zipfile.ZipInfo("val/2.jpg")
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd")
    return path


@pytest.mark.parametrize("kind", ARCHIVES)
def test_archives_with_links_are_refused(tmp_path, kind):
    with pytest.raises(DamagedFile, match=r"'val/2\.jpg' is a link or a device"):
        open_images(link(kind, tmp_path))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_a_name_for_two_files_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("val/1.jpg", image_bytes(0))
        archive.writestr("val/1.jpg", image_bytes(1))
    with pytest.raises(DamagedFile, match=r"'val/1.jpg' 2 times"):
        open_images(tmp_path / "twice.zip")
    write_tar(tmp_path / "twice.tar", {"val/1.jpg": b"a", "./val/1.jpg": b"b"})
    with pytest.raises(DamagedFile, match=r"'val/1.jpg' 2 times"):
        open_images(tmp_path / "twice.tar")


@pytest.mark.parametrize("part", [0.0, 0.3, 0.47, 0.6])
@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_truncated_archive_is_refused(tmp_path, kind, part):
    path = written(kind, tmp_path, MEMBERS)
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    with pytest.raises(ValueError, match=f"no complete {kind} archive") as error:
        open_images(path)
    assert str(path) in str(error.value)


def test_a_tar_with_a_damaged_header_does_not_lose_the_rest_in_silence(tmp_path):
    path = write_tar(tmp_path / "images.tar", MEMBERS)
    content = bytearray(path.read_bytes())
    at = content.index(b"val/2.jpg")
    content[at : at + 200] = bytes([255]) * 200
    path.write_bytes(content)
    with pytest.raises(DamagedFile, match=f"no file and no end is found at byte {at:,}"):
        open_images(path)


def test_other_kinds_are_refused_with_what_to_do(tmp_path):
    with pytest.raises(ValueError, match=r"no folder or archive .*images"):
        open_images(tmp_path / "images")
    (tmp_path / "images.iso").touch()
    with pytest.raises(ValueError, match=r"neither a folder nor an archive \(\.zip, \.tar\)"):
        open_images(tmp_path / "images.iso")
    for name, start in (
        ("a.rar", b""),
        ("a.7Z", b""),
        ("a.zip", b"Rar!\x1a"),
        ("b", b"7z\xbc\xaf"),
    ):
        (tmp_path / name).write_bytes(start)
        with pytest.raises(ValueError, match=r"is a \.(rar|7z) archive, which is not read; unpack"):
            open_images(tmp_path / name)
    for ending in ("tar.gz", "tgz"):
        write_tar(tmp_path / f"images.{ending}", MEMBERS, "w:gz")
        with pytest.raises(ValueError, match=r"compressed as a whole.*name the \.tar file"):
            open_images(tmp_path / f"images.{ending}")
    write_tar(tmp_path / "renamed.tar", MEMBERS, "w:gz")
    with pytest.raises(ValueError, match="compressed as a whole"):
        open_images(tmp_path / "renamed.tar")


def test_a_file_that_would_fill_the_memory_is_not_read(tmp_path):
    huge = bytes(100_000_001)
    with zipfile.ZipFile(tmp_path / "images.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.png", huge)
    write_tar(tmp_path / "images.tar", {"bomb.png": huge})
    (tmp_path / "bomb.png").touch()
    with open(tmp_path / "bomb.png", "r+b") as file:
        file.truncate(len(huge))
    for path in (tmp_path / "images.zip", tmp_path / "images.tar", tmp_path):
        with open_images(path) as images, pytest.raises(ValueError, match="than 100,000,000 bytes"):
            images.read("bomb.png")


def test_an_encrypted_zip_says_so_when_a_file_is_read(tmp_path):
    path = write_zip(tmp_path / "images.zip", {"a.png": b"secret"})
    content = bytearray(path.read_bytes())
    content[6] |= 1  # local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # central directory
    path.write_bytes(content)
    with open_images(path) as images, pytest.raises(ValueError, match="is encrypted"):
        images.read("a.png")
