"""Tables of results as they are shown."""

from pathlib import Path

import pandas as pd
import pytest
from topomaps.common.reader_names import named
from topomaps.report.shown_tables import MAX_ROWS, TABLES, shown_table

CAPTIONS = Path(__file__).parents[3] / "rules/report"


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_has_a_caption_and_columns_in_words(kind):
    assert (CAPTIONS / f"{kind}.rst").is_file()
    titles = [column.title for column in TABLES[kind]]
    assert not any("_" in title or not title for title in titles)


def test_codes_become_words_and_numbers_are_rounded():
    table = pd.DataFrame({
        "layer": ["1", "2"], "condition": "naps", "measure": "resize_mse", "arithmetic": "uint8",
        "method": ["random", "PCA"], "mean": ["295.2414790", "0.1"], "sd": "", "min": "1",
        "max": "2", "n": "1000",
    })  # fmt: skip
    shown = shown_table("aggregate_scores", table)
    assert "standard deviation" not in shown.titles  # nothing is said of it
    assert shown.rows[0] == [
        "1", "resampled inputs", "error under resizing, in 8 bits that wrap around",
        "random (baseline)", "295", "1 to 2", "1,000",
    ]  # fmt: skip
    assert shown.are_numbers == [False] * 4 + [True] * 3
    assert shown.n_rows == 2


def test_a_text_that_all_rows_have_is_said_once():
    verdict = "Of 596 labels 55 are expected wrong, and nothing else is known."
    table = pd.DataFrame({"first": ["10", "20", "30"], "expected": "1", "verdict": verdict})
    shown = shown_table("expected_wrong", table)
    assert shown.said == [verdict]
    assert shown.titles == ["of the first inputs", "wrong labels expected"]
    rows = pd.DataFrame({"layer": "hidden", "first": list("abc"), "second": "d", "p": "0.5",
                         "least_p": "0.1"})  # fmt: skip
    shown = shown_table("pairs_of_groups", rows)
    assert shown.said == ["In all rows: layer: hidden; second group: d."]
    assert shown.titles == ["first group", "p"]


def test_long_tables_are_cut():
    table = pd.DataFrame({"group": [str(each) for each in range(MAX_ROWS + 5)]})
    shown = shown_table("outcomes", table)
    assert (len(shown.rows), shown.n_rows) == (MAX_ROWS, MAX_ROWS + 5)


def test_a_table_without_rows_has_none():
    shown = shown_table("outcome_gaps", pd.DataFrame({"first": [], "second": []}))
    assert (shown.rows, shown.titles, shown.n_rows) == ([], [], 0)


def test_names_are_those_for_readers():
    table = pd.DataFrame({"layer": ["fc"], "first": ["0"], "second": ["1"]})
    with named({"layers": {"fc": "last layer"}, "groups": {"0": "zero"}, "by": ["class"]}):
        shown = shown_table("pairs_of_groups", table)
    assert shown.rows == [["last layer", "zero", "1"]]
    effects = pd.DataFrame({
        "region": ["0 above"], "found_in": ["0"], "group": ["gap"], "measure": ["share"],
        "output": ["0"],
    })  # fmt: skip
    with named({"groups": {"0": "zero"}, "by": ["class"]}):
        shown = shown_table("measure_effects", effects)
    assert shown.rows == [["zero above", "gap between groups", "share of zero"]]
