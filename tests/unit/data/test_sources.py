import subprocess
import sys
from pathlib import Path

import pytest
import topomaps
from topomaps.data.sources import SOURCES, source_named


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_idx_sources_name_the_four_files_with_distinct_checksums_and_two_addresses(name):
    source = SOURCES[name]
    assert list(source.files) == [
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
    ]
    checksums = {file.checksum for file in source.files.values()}
    assert len(checksums) == 4
    assert all(len(bytes.fromhex(checksum)) == 32 for checksum in checksums)
    for file_name, file in source.files.items():
        assert len(file.urls) == 2
        assert all(url.endswith("/" + file_name) for url in file.urls)


def test_fairface_names_archive_and_labels_with_their_values():
    source = SOURCES["fairface"]
    assert {file.role for file in source.files.values()} == {"images", "labels"}
    assert {name: len(values) for name, values in source.attributes.items()} == {
        "race": 7,
        "gender": 2,
        "age": 9,
    }
    assert source.n_published == 10_954


def test_an_unknown_source_is_refused_with_the_known_ones():
    with pytest.raises(
        ValueError, match=r"'mnits' is unknown.*digits, mnist, fashion-mnist, fairface"
    ):
        source_named("mnits")


def test_the_registry_needs_the_standard_library_alone():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import topomaps.data.sources; "
        "assert not {'numpy', 'requests'} & set(sys.modules), 'heavy import'"
    )
    scripts = Path(topomaps.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code, scripts], check=True)
