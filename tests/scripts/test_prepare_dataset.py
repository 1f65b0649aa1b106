"""Adapter that brings the data of every source into one form."""

import numpy as np
import pandas as pd
import prepare_dataset
import pytest
from drawn_images import image_bytes, write_tar, write_zip
from topomaps.data import sources
from topomaps.data.dataset import open_dataset
from topomaps.data.source_records import Source, SourceFile

ALTER = {"split": "test", "from": 0, "to": 1, "fraction": 0.9}


def prepared(output, source="digits", **settings):
    prepare_dataset.main(source=source, output=output, **settings)
    return open_dataset(output)


def test_the_digits_come_out_as_the_later_stages_read_them(tmp_path):
    dataset = prepared(tmp_path / "results" / "digits.npz", files=[])
    assert dataset.inputs.shape == (1797, 8, 8)
    assert dataset.inputs.dtype == np.uint8
    assert len(dataset.rows("train")) == 1201
    assert dataset.class_names == tuple("0123456789")
    assert dataset.scale == 16
    assert not dataset.altered.any()
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["digits.npz"]


def test_altered_labels_are_planted_and_marked(tmp_path):
    clean = prepared(tmp_path / "clean.npz")
    altered = prepared(tmp_path / "altered.npz", alter=ALTER, seed=7)
    np.testing.assert_array_equal(altered.labels != clean.labels, altered.altered)
    assert altered.altered.sum() == 53
    assert not altered.altered[altered.rows("train")].any()


def test_equal_settings_give_equal_bytes(tmp_path):
    prepared(tmp_path / "a.npz", alter=ALTER, seed=7)
    prepared(tmp_path / "b.npz", alter=ALTER, seed=7)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_failure_leaves_an_earlier_result_alone(tmp_path):
    path = tmp_path / "digits.npz"
    prepared(path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="fraction is 2"):
        prepared(path, alter={**ALTER, "fraction": 2})
    assert path.read_bytes() == before


def test_downloaded_files_are_needed_where_the_source_has_some(tmp_path):
    with pytest.raises(ValueError, match=r"needs the file train-images-idx3-ubyte\.gz"):
        prepared(tmp_path / "mnist.npz", "mnist")


def test_images_of_people_are_matched_with_their_labels(tmp_path, monkeypatch):
    files = {"a.zip": SourceFile("images", (), ""), "l.csv": SourceFile("labels", (), "")}
    toy = Source(
        "toy",
        scale=255.0,
        files=files,
        attributes={"sex": ("F", "M")},
        n_published=2,
        prepared_by="people",
        keys=("accept_subset",),
        in_files=True,
    )
    monkeypatch.setitem(sources.SOURCES, "toy", toy)
    (tmp_path / "l.csv").write_text("file,sex\n1.png,M\n2.png,F\n")
    write_zip(tmp_path / "a.zip", {"1.png": image_bytes(), "3.png": image_bytes()})
    paths = [tmp_path / "l.csv", tmp_path / "a.zip"]
    with pytest.raises(ValueError, match="set `accept_subset: true`"):
        prepared(tmp_path / "d.npz", "toy", files=paths)
    dataset = prepared(tmp_path / "d.npz", "toy", files=paths, accept_subset=True)
    assert dataset.files.tolist() == ["1.png"]
    assert dataset.attributes["sex"].tolist() == ["M"]
    assert dataset.account.n_left_out == 1


def test_a_table_of_images_in_an_archive(tmp_path):
    members = {f"{name}/{k}.png": image_bytes() for name in ("cat", "owl") for k in range(8)}
    archive = write_tar(tmp_path / "images.tar", members)
    table = pd.DataFrame({"file": list(members), "kind": ["cat"] * 8 + ["owl"] * 8})
    table.to_csv(tmp_path / "t.csv", index=False)
    given = {"path": tmp_path / "t.csv", "images": archive, "label": "kind", "name": "mine"}
    shown = {"image_size": [4, 6], "channels": 1, "test_share": 0.25}
    dataset = prepared(tmp_path / "d.npz", "image_table", **given, **shown)
    assert dataset.archive == str(archive)
    assert dataset.class_names == ("cat", "owl")
    assert dataset.attributes["kind"].tolist() == table["kind"].tolist()
    assert len(dataset.rows("train")) == 12
    assert (dataset.image_size, dataset.channels) == ((4, 6), 1)
    again = prepared(tmp_path / "again.npz", "image_table", **given, **shown)
    np.testing.assert_array_equal(again.split, dataset.split)
    other = prepared(tmp_path / "other.npz", "image_table", **{**given, "name": "b"}, **shown)
    assert (other.split != dataset.split).any()
    folders = prepared(tmp_path / "f.npz", "folder", path=archive, **shown)
    assert folders.files.tolist() == dataset.files.tolist()
    assert folders.labels.tolist() == dataset.labels.tolist()


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet"])
def test_a_table_of_numbers(tmp_path, ending):
    table = pd.DataFrame(np.random.default_rng(0).random((40, 3)), columns=list("abc"))
    table["sex"], table["outcome"] = ["F", "M"] * 20, ["no"] * 20 + ["yes"] * 20
    path = tmp_path / f"t.{ending}"
    if ending == "parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, sep="\t" if ending == "tsv" else ",")
    given = {"path": path, "label": "outcome", "attributes": ["sex"], "test_share": 0.25}
    dataset = prepared(tmp_path / "d.npz", "table", **given)
    assert dataset.inputs.shape == (40, 3)
    assert np.bincount(dataset.labels[dataset.rows("test")]).tolist() == [5, 5]
    assert dataset.attributes["sex"].tolist() == table["sex"].tolist()
