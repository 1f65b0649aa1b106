import numpy as np
import prepare_dataset
import pytest

ALTER = {"split": "test", "from": 0, "to": 1, "fraction": 0.9}


def prepared(path, **settings):
    prepare_dataset.main(source="digits", files=[], output=path, **settings)
    with np.load(path, allow_pickle=False) as archive:
        return dict(archive)


def test_the_digits_come_out_as_the_later_stages_read_them(tmp_path):
    dataset = prepared(tmp_path / "results" / "digits.npz")
    assert dataset["train_inputs"].shape == (1201, 8, 8)
    assert dataset["test_inputs"].dtype == np.uint8
    assert dataset["class_names"].tolist() == list("0123456789")
    assert float(dataset["scale"]) == 16.0
    assert not dataset["test_altered"].any()
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["digits.npz"]


def test_altered_labels_are_planted_and_marked(tmp_path):
    clean = prepared(tmp_path / "clean.npz")
    altered = prepared(tmp_path / "altered.npz", alter=ALTER, seed=7)
    np.testing.assert_array_equal(
        altered["test_labels"] != clean["test_labels"], altered["test_altered"]
    )
    assert altered["test_altered"].sum() == 53


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
        prepare_dataset.main(source="mnist", files=[], output=tmp_path / "mnist.npz")
