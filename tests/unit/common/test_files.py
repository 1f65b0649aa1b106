import gzip

import numpy as np
import pandas as pd
import pytest
from topomaps.common.files import load_arrays, load_table, replacing, save_arrays, save_table


def test_arrays_come_back_and_equal_arrays_are_equal_bytes(tmp_path):
    arrays = {"names": np.array(["a", "bc"]), "values": np.arange(6.0).reshape(2, 3)}
    for name in ("one.npz", "two.npz"):
        save_arrays(tmp_path / "new" / name, **arrays)
    loaded = load_arrays(tmp_path / "new/one.npz")
    assert {key: value.tolist() for key, value in loaded.items()} == {
        key: value.tolist() for key, value in arrays.items()
    }
    assert (tmp_path / "new/one.npz").read_bytes() == (tmp_path / "new/two.npz").read_bytes()


def test_pickles_are_neither_written_nor_read(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle"):
        save_arrays(tmp_path / "a.npz", objects=np.array([{}], dtype=object))
    np.savez(tmp_path / "b.npz", objects=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_arrays(tmp_path / "b.npz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.npz"]


def test_a_broken_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write_half():
        with replacing(path) as temporary:
            temporary.write_text("ne")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_tables_come_back_exactly_and_compressed_bytes_carry_no_time(tmp_path, monkeypatch):
    values = np.random.default_rng(0).random(50) / 3
    table = pd.DataFrame({"group": ["", *["a"] * 49], "value": values})
    save_table(tmp_path / "a.tsv.gz", table)
    monkeypatch.setattr("time.time", lambda: 1e9)
    save_table(tmp_path / "b.tsv.gz", table)
    assert (tmp_path / "a.tsv.gz").read_bytes() == (tmp_path / "b.tsv.gz").read_bytes()
    loaded = load_table(tmp_path / "a.tsv.gz")
    assert (loaded["value"] == values).all()
    assert np.isnan(loaded["group"][0])
    save_table(tmp_path / "c.tsv", table)
    assert (
        gzip.decompress((tmp_path / "a.tsv.gz").read_bytes()) == (tmp_path / "c.tsv").read_bytes()
    )


def test_names_come_back_and_are_no_formulas(tmp_path):
    names = ["=1+1", "@SUM(1)", "-5", "+1", "a\tb\nc", 'say "no"', r"C:\temp", "NA", "01", "1.0"]
    table = pd.DataFrame({"group": names, "value": -1.5, "=x": pd.Categorical(names)})
    save_table(tmp_path / "a.tsv", table)
    lines = (tmp_path / "a.tsv").read_text().splitlines()
    assert len(lines) == 1 + len(names)
    assert lines[0] == "group\tvalue\t'=x"
    assert lines[1] == "'=1+1\t-1.5\t'=1+1"
    assert not any(line.startswith(("=", "@", "\t")) for line in lines)
    loaded = load_table(tmp_path / "a.tsv", dtype={"'=x": str})
    assert loaded["group"].tolist() == loaded["=x"].tolist() == names
    assert (loaded["value"] == -1.5).all()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("damage", ["cut", "altered", "empty", "text", "wrong offset"])
def test_damaged_arrays_are_named(tmp_path, save, damage):
    path = tmp_path / "naps.npz"
    save(path, values=np.arange(5000.0))
    content = path.read_bytes()
    offset = content.rindex(b"PK\x05\x06") + 16  # of the directory at the end of the file
    altered = {
        "cut": content[:-100],
        "altered": content[:300] + bytes(20) + content[320:],
        "empty": b"",
        "text": b"no arrays at all",
        "wrong offset": content[:offset] + b"\xff\xff\xff\xff" + content[offset + 4 :],
    }
    path.write_bytes(altered[damage])
    with pytest.raises(ValueError, match=r"naps\.npz is damaged \(.+\); delete it and run again"):
        load_arrays(path)


@pytest.mark.parametrize("keep", [0, 10, 60, -1])
def test_damaged_tables_are_named(tmp_path, keep):
    path = tmp_path / "scores.tsv.gz"
    save_table(path, pd.DataFrame({"value": np.random.default_rng(0).random(50)}))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"scores\.tsv\.gz is damaged \(.+\); delete it and run"):
        load_table(path)
    path.write_text("no table")
    with pytest.raises(ValueError, match="is damaged"):
        load_table(path)


def test_files_that_are_missing_are_not_damaged(tmp_path):
    for load in (load_arrays, load_table):
        with pytest.raises(FileNotFoundError):
            load(tmp_path / "none.tsv.gz")
