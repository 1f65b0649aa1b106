import pytest

from rules.configuration.records import keep_records, remove_empty_files, restore_records


@pytest.fixture
def folders(tmp_path):
    """Snakemake's own records, and those beside the results."""
    return tmp_path / ".snakemake/metadata", tmp_path / "results/provenance/records"


def put(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_records_are_kept_and_given_back(folders, tmp_path):
    hidden, visible = folders
    put(hidden / "a"), put(hidden / "deep/b", "1")
    keep_records(*folders)
    (hidden / "a").unlink()
    put(hidden / "deep/b", "22")
    keep_records(*folders)
    assert sorted(each.name for each in visible.rglob("*") if each.is_file()) == ["b", "identity"]
    (hidden / "deep/b").unlink()
    (hidden.parent / "identity").unlink()
    assert restore_records(*folders) is None
    assert (hidden / "deep/b").read_text() == "22"


def test_records_of_other_results_give_way_to_those_that_came_with_the_results(folders):
    hidden, visible = folders
    put(hidden / "a", "mine")
    keep_records(*folders)
    put(visible / "identity", "another")
    put(visible / "a", "theirs")
    restore_records(*folders)
    assert (hidden / "a").read_text() == "theirs"
    put(hidden / "a", "newer")
    restore_records(*folders)  # the same results now
    assert (hidden / "a").read_text() == "newer"


def test_results_without_any_record_are_refused_and_stay(folders, tmp_path):
    assert restore_records(*folders) is None
    put(tmp_path / "results/figures/e/f.png")
    assert "no record of what they were made from" in restore_records(*folders)
    assert (tmp_path / "results/figures/e/f.png").is_file()
    put(folders[0] / "a")
    assert restore_records(*folders) is None


def test_empty_files_of_results_are_removed(tmp_path):
    put(tmp_path / "figures/e/f.png", "")
    put(tmp_path / "figures/e/g.png")
    put(tmp_path / "logs/e.log", "")
    put(tmp_path / "activations/m/.snakemake_timestamp", "")
    remove_empty_files(tmp_path)
    left = sorted(each.name for each in tmp_path.rglob("*") if each.is_file())
    assert left == [".snakemake_timestamp", "e.log", "g.png"]
