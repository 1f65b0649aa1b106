import re
from types import SimpleNamespace

import pytest
from running import ROOT
from snakemake.persistence.file import FilePersistence

from rules.configuration.records import (
    MADE,
    distrust,
    forget,
    keep_records,
    record_name,
    restore_records,
)

NOT_MADE = {"effect_sums", "benchmarks", "downloads", "logs", "provenance", "shard_sums", "shards"}


@pytest.fixture
def folders(tmp_path):
    """Snakemake's own records, and those beside the results."""
    return tmp_path / ".snakemake/metadata", tmp_path / "results/provenance/records"


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """Have results distrusted, and give those that Snakemake would make anew."""
    monkeypatch.chdir(tmp_path)

    def found():
        distrust()
        marks = FilePersistence(nolock=True, dag=None, path=tmp_path / ".snakemake")
        results = (str(each.relative_to(tmp_path)) for each in (tmp_path / "results").rglob("*"))
        return sorted(marks._filter_incomplete_keys(results))

    return found


def put(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_records_are_kept_and_given_back(folders):
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


def test_records_are_named_as_snakemake_names_them(tmp_path):
    for path in ("results/maps/é/u.npz", f"results/maps/{'long' * 60}/{'name' * 60}.npz"):
        expected = FilePersistence._record_path(
            SimpleNamespace(_fetch_max_len=lambda _: 255), "", path
        )
        assert record_name(path) == expected


def test_results_that_are_empty_or_of_unknown_making_are_made_anew(folders, tmp_path, marked):
    for name in ("figures/known.png", "figures/empty.png", "activations/m/d", "logs/e.log"):
        put(folders[0] / record_name(f"results/{name}"))
    for name in ("figures/known.png", "figures/new.png", "activations/m/d/a.npy", "downloads/x"):
        put(tmp_path / "results" / name)
    for name in ("figures/empty.png", "figures/.half.png", "logs/e.log"):
        put(tmp_path / "results" / name, "")
    assert marked() == ["results/figures/empty.png", "results/figures/new.png"]


def test_nothing_is_distrusted_while_a_run_goes_on(tmp_path, marked):
    put(tmp_path / "results/figures/new.png")
    put(tmp_path / ".snakemake/locks/0.output.lock")
    assert marked() == []


def test_what_a_killed_run_made_has_no_record_of_before(folders, tmp_path):
    for name in ("results/maps/a.npz", "results/maps/b.npz"):
        put(folders[0] / record_name(name))
    keep_records(*folders)
    forget(["results/maps/b.npz", "results/maps/c.npz"], folders[1])
    kept = {each.name for each in folders[1].iterdir()}
    assert kept == {record_name("results/maps/a.npz"), "identity"}


def test_every_folder_that_rules_write_to_is_known():
    rules = [*(ROOT / "rules").rglob("*.smk"), ROOT / "rules/configuration/paths.py"]
    written = {each for path in rules for each in re.findall(r"\bresults/(\w+)/", path.read_text())}
    assert written == {*MADE, *NOT_MADE}
