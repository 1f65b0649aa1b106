"""Tests of what a run says of tests of named regions that miss a nuisance."""

from rules.configuration.region_hints import hints_on_regions

HEADER = "region\tgroup\tp\tmissing_nuisance\tnote\n"


def test_each_region_is_named_once_with_what_it_misses(tmp_path):
    table = tmp_path / "named.tsv"
    rows = [f"woman\t{each}\t1.0\tgender\tadd gender\n" for each in ("nurse", "judge")]
    table.write_text(HEADER + "".join(rows) + "man\tnurse\t0.01\t\tfound here\n")
    assert hints_on_regions([table]).splitlines() == [
        "Named regions that differ less than chance:", f"  {table}, region woman: add gender"
    ]  # fmt: skip


def test_nothing_is_said_where_nothing_is_missing(tmp_path):
    table = tmp_path / "named.tsv"
    table.write_text(HEADER + "man\tnurse\t0.01\t\tfound here\n")
    assert hints_on_regions([table, tmp_path / "missing.tsv"]) == ""
