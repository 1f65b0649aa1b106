import json

import pytest

from rules.configuration.provenance import provenance, write_provenance

SETTINGS = {"seed": 7, "experiments": {"a": {}}}


def record(folder, name, start, end, **facts):
    content = {"rule": "train", "log": [f"{name}.log"], "starttime": start, "endtime": end}
    (folder / name).write_text(json.dumps({**content, **facts}))


def test_jobs_of_this_run_are_listed_once_in_their_order(tmp_path):
    record(tmp_path, "late", 30.0, 31.5)
    record(tmp_path, "early", 20.0, 22.25)
    record(tmp_path, "early_too", 20.5, 22.0, log=["early.log"])  # a second output of the job
    record(tmp_path, "before", 5.0, 6.0)
    record(tmp_path, "unfinished", 40.0, None)
    facts = provenance("complete", 10.0, tmp_path, SETTINGS, tmp_path)
    assert facts["jobs"] == [
        {"rule": "train", "log": "early.log", "seconds": 2.25},
        {"rule": "train", "log": "late.log", "seconds": 1.5},
    ]
    assert facts["git"] is None  # no checkout here
    assert facts["seeds"]["base"] == 7


@pytest.mark.parametrize("rest", [b"", b'{"rule": "train", "log": ["ano', b"\xff\xfe"])
def test_records_that_were_cut_short_are_left_out(tmp_path, rest):
    record(tmp_path, "whole", 20.0, 21.0)
    (tmp_path / "cut").write_bytes(rest)
    facts = {"outcome": "failed", "started": 10.0, "workflow_folder": tmp_path}
    facts |= {"settings": SETTINGS, "metadata_folder": tmp_path}
    write_provenance(tmp_path / "facts" / "a.json", **facts)
    written = json.loads((tmp_path / "facts" / "a.json").read_text())
    assert [job["log"] for job in written["jobs"]] == ["whole.log"]
    assert "Snakemake runs in" in written["packages_of"]


def test_a_folder_that_cannot_be_written_is_a_sentence_and_no_failure(tmp_path):
    (tmp_path / "results").write_text("a file")
    facts = {"outcome": "failed", "started": 0.0, "workflow_folder": tmp_path}
    facts |= {"settings": SETTINGS, "metadata_folder": tmp_path / "none"}
    sentence = write_provenance(tmp_path / "results" / "a.json", **facts)
    assert "could not be written" in sentence
    sentence = write_provenance(tmp_path / "b" / "a.json", **facts)
    assert sentence.endswith("a.json")
    assert json.loads((tmp_path / "b" / "a.json").read_text())["jobs"] == []
