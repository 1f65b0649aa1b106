import gzip
import hashlib

import pytest
from topomaps.integrity import DamagedFile, TruncatedFile, check, content_sha256
from topomaps.sources import SourceFile

CONTENT = bytes(range(256)) * 40
FILE = SourceFile("train_inputs", (), hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.parametrize("level", [0, 1, 9])
def test_content_compressed_anew_is_the_same_file(tmp_path, level):
    path = tmp_path / "any name"
    path.write_bytes(gzip.compress(CONTENT, level))
    assert content_sha256(path, compressed=True) == FILE.sha256
    check("images.gz", FILE, path)


def test_a_file_without_compression_is_checked_as_it_is(tmp_path):
    path = tmp_path / "weights.h5"
    path.write_bytes(CONTENT)
    check("weights.h5", FILE, path)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DamagedFile, match=FILE.sha256):
        check("weights.h5", FILE, path)


def test_altered_content_is_refused_with_both_checksums(tmp_path):
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(CONTENT + b"!"))
    altered = hashlib.sha256(CONTENT + b"!").hexdigest()
    with pytest.raises(DamagedFile, match=rf"{altered}.*{FILE.sha256}"):
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
