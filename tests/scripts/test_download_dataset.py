import gzip
import hashlib

import download_dataset
import pytest
from topomaps.data.downloads import DownloadError
from topomaps.data.source_records import Source, SourceFile
from topomaps.data.sources import SOURCES

CONTENT = b"labels" * 100
NAME = "labels.gz"


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """A mirror folder with the one file of a source `toy`."""
    file = SourceFile("train_labels", (), hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setitem(SOURCES, "toy", Source("toy", ("0",), (2, 2), 1.0, {NAME: file}))
    (tmp_path / "mirror" / "toy").mkdir(parents=True)
    (tmp_path / "mirror" / "toy" / NAME).write_bytes(gzip.compress(CONTENT))
    return tmp_path / "mirror"


def test_the_file_is_written_to_the_output(mirror, tmp_path):
    output = tmp_path / "results" / NAME
    download_dataset.main(source="toy", file=NAME, output=output, mirror=str(mirror))
    assert gzip.decompress(output.read_bytes()) == CONTENT


def test_empty_settings_mean_none(mirror, tmp_path):
    output = tmp_path / NAME
    with pytest.raises(DownloadError, match="`mirror`"):
        download_dataset.main(source="toy", file=NAME, output=output, mirror=None, data_dir=None)
    assert not output.exists()


def test_the_shared_folder_replaces_the_mirror(mirror, tmp_path):
    data_dir = str(tmp_path / "shared")
    settings = {"source": "toy", "file": NAME, "data_dir": data_dir}
    download_dataset.main(**settings, output=tmp_path / "a" / NAME, mirror=str(mirror))
    download_dataset.main(**settings, output=tmp_path / "b" / NAME)
    assert gzip.decompress((tmp_path / "b" / NAME).read_bytes()) == CONTENT


def test_an_unknown_source_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'nothing' is unknown"):
        download_dataset.main(source="nothing", file=NAME, output=tmp_path / NAME)
