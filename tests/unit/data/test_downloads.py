import errno
import gzip
import hashlib
import os
import sys
from unittest.mock import create_autospec

import pytest
from topomaps.data import downloads
from topomaps.data.downloads import DownloadError, fetch
from topomaps.data.source_records import Source, SourceFile

from tests.loopback import serve

NAME = "images.gz"
CONTENT = bytes(range(256)) * 4000
GOOD = gzip.compress(CONTENT)
DAMAGED = {
    "truncated": GOOD[: len(GOOD) // 2],
    "altered": gzip.compress(CONTENT[:-1] + b"!"),
    "a sign-in page": b"<html>sign in first</html>",
    "empty": b"",
}


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve() as site:
        yield site


def toy_source(*urls):
    checksum = hashlib.sha256(CONTENT).hexdigest()
    file = SourceFile("train_inputs", urls, checksum)
    return Source("toy", ("0", "1"), (2, 2), 1.0, {NAME: file})


def files_below(folder):
    """All files, hidden and temporary ones too, as relative paths."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def in_mirror(folder, content=GOOD):
    path = folder / "toy" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return str(folder)


def test_a_good_file_arrives_and_nothing_else_is_left(site, tmp_path):
    site.contents["/" + NAME] = GOOD
    fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / "new" / NAME)
    assert (tmp_path / "new" / NAME).read_bytes() == GOOD
    assert files_below(tmp_path) == [f"new/{NAME}"]
    assert site.requests == ["/" + NAME]


@pytest.mark.parametrize("scheme", ["folder", "file URL", "URL prefix", "URL prefix with slash"])
def test_the_mirror_comes_before_the_sources_own_address(site, tmp_path, scheme):
    folder = in_mirror(tmp_path / "the mirror")
    site.contents["/copies/toy/" + NAME] = GOOD
    mirror = {
        "folder": folder,
        "file URL": (tmp_path / "the mirror").as_uri(),
        "URL prefix": site.url + "/copies",
        "URL prefix with slash": site.url + "/copies/",
    }[scheme]
    fetch(toy_source(f"{site.url}/own/{NAME}"), NAME, tmp_path / NAME, mirror=mirror)
    assert (tmp_path / NAME).read_bytes() == GOOD
    assert site.requests == ([f"/copies/toy/{NAME}"] if scheme.startswith("URL") else [])


def test_a_relative_mirror_counts_from_the_working_directory(tmp_path, monkeypatch):
    in_mirror(tmp_path / "mirror")
    monkeypatch.chdir(tmp_path)
    fetch(toy_source(), NAME, tmp_path / NAME, mirror="mirror")
    assert (tmp_path / NAME).read_bytes() == GOOD


@pytest.mark.parametrize("by", ["folder", "server"])
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_in_the_mirror_gives_way_to_the_own_address(site, tmp_path, damage, by):
    site.contents = {f"/m/toy/{NAME}": DAMAGED[damage], f"/own/{NAME}": GOOD}
    mirror = site.url + "/m" if by == "server" else in_mirror(tmp_path / "m", DAMAGED[damage])
    source = toy_source(f"{site.url}/own/{NAME}")
    fetch(source, NAME, tmp_path / "out" / NAME, mirror=mirror, attempts=2, wait=0.001)
    assert (tmp_path / "out" / NAME).read_bytes() == GOOD


@pytest.mark.parametrize("earlier", [GOOD, None])
@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_files_alone_are_refused_and_an_earlier_good_one_is_kept(
    site, tmp_path, damage, earlier
):
    url = f"{site.url}/{NAME}"
    site.contents["/" + NAME] = DAMAGED[damage]
    output = tmp_path / "out" / NAME
    output.parent.mkdir()
    if earlier:
        output.write_bytes(earlier)
    with pytest.raises(DownloadError) as error:
        fetch(toy_source(url), NAME, output, attempts=2, wait=0.001)
    assert all(part in str(error.value) for part in (NAME, url, "damaged", "`mirror`"))
    assert files_below(tmp_path) == ([f"out/{NAME}"] if earlier else [])
    assert not earlier or output.read_bytes() == earlier


def test_a_missing_file_is_not_asked_for_again_and_every_address_is_named(site, tmp_path):
    url, mirror = f"{site.url}/own/{NAME}", str(tmp_path / "nowhere")
    with pytest.raises(DownloadError) as error:
        fetch(toy_source(url), NAME, tmp_path / NAME, mirror=mirror, wait=0.001)
    sentence = str(error.value)
    assert f"{tmp_path}/nowhere/toy/{NAME} (no such file)" in sentence
    assert f"{url} (the server answers 404" in sentence
    assert f"as toy/{NAME}" in sentence
    assert site.requests == [f"/own/{NAME}"]
    assert files_below(tmp_path) == []


@pytest.mark.parametrize("announce_length", [True, False])
def test_a_server_that_breaks_off_in_the_middle_is_asked_again(site, tmp_path, announce_length):
    site.announce_length = announce_length
    site.contents["/" + NAME] = GOOD
    site.break_off["/" + NAME] = 2
    fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, attempts=3, wait=0.001)
    assert (tmp_path / NAME).read_bytes() == GOOD
    assert len(site.requests) == 3


def test_a_server_that_always_breaks_off_leaves_nothing(site, tmp_path):
    site.contents["/" + NAME] = GOOD
    site.break_off["/" + NAME] = 99
    with pytest.raises(DownloadError, match="broke off in the middle"):
        fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, attempts=3, wait=0.001)
    assert files_below(tmp_path) == []
    assert len(site.requests) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_fails_once_is_asked_again(site, tmp_path, status):
    site.contents["/" + NAME] = GOOD
    site.failures["/" + NAME] = [status]
    fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, wait=0.001)
    assert (tmp_path / NAME).read_bytes() == GOOD
    assert len(site.requests) == 2


def test_waiting_times_double(site, tmp_path, monkeypatch):
    waits = []
    monkeypatch.setattr(downloads.time, "sleep", waits.append)
    site.failures["/" + NAME] = [500] * 4
    with pytest.raises(DownloadError):
        fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, attempts=4, wait=1.0)
    assert waits == [1.0, 2.0, 4.0]


def test_a_server_that_is_away_is_a_sentence(tmp_path):
    with serve() as site:
        url = f"{site.url}/{NAME}"
    with pytest.raises(DownloadError, match="cannot be reached"):
        fetch(toy_source(url), NAME, tmp_path / NAME, attempts=2, wait=0.001)


def test_the_shared_folder_spares_the_second_download(site, tmp_path):
    site.contents["/" + NAME] = GOOD
    source = toy_source(f"{site.url}/{NAME}")
    fetch(source, NAME, tmp_path / "a" / NAME, data_dir=str(tmp_path / "shared"))
    fetch(source, NAME, tmp_path / "b" / NAME, data_dir=str(tmp_path / "shared"))
    assert len(site.requests) == 1
    assert files_below(tmp_path) == [f"a/{NAME}", f"b/{NAME}", f"shared/toy/{NAME}"]
    assert (tmp_path / "b" / NAME).read_bytes() == GOOD


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_in_the_shared_folder_is_replaced(site, tmp_path, damage):
    shared = in_mirror(tmp_path / "shared", DAMAGED[damage])
    site.contents["/" + NAME] = GOOD
    fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, data_dir=shared)
    assert (tmp_path / NAME).read_bytes() == GOOD
    assert (tmp_path / "shared" / "toy" / NAME).read_bytes() == GOOD


def test_a_failed_download_leaves_the_shared_folder_as_it_was(site, tmp_path):
    site.contents["/" + NAME] = DAMAGED["altered"]
    shared = tmp_path / "shared"
    with pytest.raises(DownloadError):
        fetch(toy_source(f"{site.url}/{NAME}"), NAME, tmp_path / NAME, data_dir=str(shared))
    assert not shared.exists()


def test_a_shared_folder_that_cannot_be_written_is_no_error(tmp_path):
    mirror = in_mirror(tmp_path / "mirror")
    (tmp_path / "shared").write_text("a file where the folder should be")
    shared = str(tmp_path / "shared")
    fetch(toy_source(), NAME, tmp_path / NAME, mirror=mirror, data_dir=shared)
    assert (tmp_path / NAME).read_bytes() == GOOD


def test_the_fetched_file_is_readable_by_others(tmp_path):
    mirror = in_mirror(tmp_path / "mirror")
    before = os.umask(0o022)
    try:
        fetch(toy_source(), NAME, tmp_path / NAME, mirror=mirror)
    finally:
        os.umask(before)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o644


def test_a_full_disk_is_said_and_not_blamed_on_the_address(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(downloads.shutil, "copyfile", full)
    mirror = in_mirror(tmp_path / "mirror")
    with pytest.raises(OSError, match="no space left for a download"):
        fetch(toy_source(), NAME, tmp_path / NAME, mirror=mirror)
    assert files_below(tmp_path) == [f"mirror/toy/{NAME}"]


def test_an_unknown_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"toy has no file 'other.gz'; its files: images.gz"):
        fetch(toy_source(), "other.gz", tmp_path / "other.gz")


class GoogleDrive:
    """Substitute of the library gdown; `answers` are contents or names of exceptions."""

    class DownloadError(Exception):
        pass

    class FileURLRetrievalError(DownloadError):
        pass

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = []
        self.exceptions = GoogleDrive

    def download(self, url, output, use_cookies=True, timeout=None):
        self.calls.append((url, {"use_cookies": use_cookies, "timeout": timeout}))
        self.take(url, output)

    def take(self, url, output, **_):
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            raise getattr(GoogleDrive, answer)("Too many users have viewed this file.")
        with open(output, "wb") as stream:
            stream.write(answer)


DRIVE_URL = "https://drive.google.com/uc?id=abc"


def fetch_from_drive(monkeypatch, path, *answers):
    drive = GoogleDrive(*answers)
    monkeypatch.setitem(sys.modules, "gdown", drive)
    fetch(toy_source(DRIVE_URL), NAME, path, wait=0.001)
    return drive


def test_google_drive_is_asked_through_its_own_library(tmp_path, monkeypatch):
    drive = fetch_from_drive(monkeypatch, tmp_path / NAME, GOOD)
    assert [url for url, _ in drive.calls] == [DRIVE_URL]
    assert (tmp_path / NAME).read_bytes() == GOOD


def test_a_transfer_from_google_drive_that_breaks_off_is_tried_again(tmp_path, monkeypatch):
    answers = ["DownloadError", DAMAGED["truncated"], GOOD]
    assert len(fetch_from_drive(monkeypatch, tmp_path / NAME, *answers).calls) == 3
    assert (tmp_path / NAME).read_bytes() == GOOD


def test_a_refusal_of_google_drive_is_told_at_once(tmp_path, monkeypatch):
    with pytest.raises(DownloadError, match=r"uc\?id=abc \(Google Drive.*Too many users.*`mirror`"):
        fetch_from_drive(monkeypatch, tmp_path / NAME, "FileURLRetrievalError")
    assert files_below(tmp_path) == []


def test_the_library_for_google_drive_still_takes_these_arguments(tmp_path, monkeypatch):
    gdown = pytest.importorskip("gdown")
    drive = GoogleDrive(GOOD)
    monkeypatch.setattr(gdown, "download", create_autospec(gdown.download, side_effect=drive.take))
    fetch(toy_source(DRIVE_URL), NAME, tmp_path / NAME, wait=0.001)
    assert not drive.answers
    assert issubclass(gdown.exceptions.FileURLRetrievalError, gdown.exceptions.DownloadError)
