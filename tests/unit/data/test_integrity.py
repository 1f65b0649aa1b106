import gzip
import hashlib
import io
import logging
import zipfile

import pytest
from topomaps.data.integrity import DamagedFile, TruncatedFile, check, content_digest, read_rows
from topomaps.data.source_records import SourceFile

CONTENT = bytes(range(256)) * 40
FILE = SourceFile("train_inputs", (), hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.parametrize("level", [0, 1, 9])
def test_content_compressed_anew_is_the_same_file(tmp_path, level):
    path = tmp_path / "any name"
    path.write_bytes(gzip.compress(CONTENT, level))
    assert content_digest(path, compressed=True) == FILE.checksum
    check("images.gz", FILE, path)


def test_a_file_without_compression_is_checked_as_it_is(tmp_path):
    path = tmp_path / "weights.h5"
    path.write_bytes(CONTENT)
    check("weights.h5", FILE, path)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DamagedFile, match=FILE.checksum):
        check("weights.h5", FILE, path)


def test_altered_content_is_refused_with_both_checksums(tmp_path):
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(CONTENT + b"!"))
    altered = hashlib.sha256(CONTENT + b"!").hexdigest()
    with pytest.raises(DamagedFile, match=rf"{altered}.*{FILE.checksum}"):
        check("images.gz", FILE, path)


@pytest.mark.parametrize("damage", ["truncated", "empty", "no gzip", "flipped bits"])
def test_broken_compression_is_refused(tmp_path, damage):
    whole = gzip.compress(CONTENT)
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    damaged = {
        "truncated": whole[:middle],
        "empty": b"",
        "no gzip": b"<html>sign in first</html>",
        "flipped bits": flipped,
    }[damage]
    path = tmp_path / "images.gz"
    path.write_bytes(damaged)
    expected = DamagedFile if damage == "empty" else TruncatedFile
    with pytest.raises(expected):
        check("images.gz", FILE, path)


def zip_bytes(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, CONTENT)
    return stream.getvalue()


ARCHIVE = zip_bytes("val/1.jpg", "val/2.jpg")
TABLE = b"file,age\nval/1.jpg,0-2\nval/2.jpg,3-9\n"
OPEN_FILE = SourceFile("images", (), hashlib.sha256(b"").hexdigest(), other_editions=True)


@pytest.mark.parametrize(("name", "content"), [("a.zip", ARCHIVE), ("a.csv", TABLE)])
def test_other_editions_are_accepted_where_allowed_and_noted(tmp_path, caplog, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        check(name, OPEN_FILE, path)
    assert hashlib.sha256(content).hexdigest() in caplog.text
    known = SourceFile("images", (), hashlib.sha256(content).hexdigest(), other_editions=True)
    caplog.clear()
    check(name, known, path)
    assert caplog.text == ""
    with pytest.raises(DamagedFile, match="altered"):
        check(name, SourceFile("images", (), OPEN_FILE.checksum), path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", ARCHIVE[:-10]),
        ("a.zip", ARCHIVE[: len(ARCHIVE) // 2]),
        ("a.zip", ARCHIVE.replace(CONTENT, CONTENT[:-1] + b"!", 1)),
        ("a.zip", b"<html>too many downloads</html>"),
        ("a.csv", TABLE[:-7]),
        ("a.csv", TABLE.splitlines()[0]),
        ("a.csv", b"PK\x03\x04\xff\xfe"),
    ],
)
def test_damaged_files_are_no_other_editions(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TruncatedFile):
        check(name, OPEN_FILE, path)


def test_an_archive_whose_names_lead_outside_is_no_other_edition(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zip_bytes("val/1.jpg", "../../home/1.jpg"))
    with pytest.raises(DamagedFile, match="leads out of its folder"):
        check("a.zip", OPEN_FILE, path)


def test_rows_are_read_with_the_header_first(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE + b"\n")
    assert read_rows(path) == [["file", "age"], ["val/1.jpg", "0-2"], ["val/2.jpg", "3-9"]]


def test_md5_is_used_where_the_publisher_gives_no_other(tmp_path):
    path = tmp_path / "weights.h5"
    path.write_bytes(CONTENT)
    file = SourceFile("weights", (), hashlib.md5(CONTENT).hexdigest())
    check("weights.h5", file, path)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DamagedFile, match=f"MD5 of its content .*{file.checksum}"):
        check("weights.h5", file, path)
