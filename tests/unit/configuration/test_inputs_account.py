"""What a run says of its inputs in the end."""

import csv

from rules.configuration.inputs_account import account_of_inputs


def table(path, *rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerows([("what", "reason", "n", "names"), *rows])
    return path


def test_a_line_is_enough_where_all_inputs_are_used(tmp_path):
    rows = [("inputs", "", 70_000, ""), ("for training", "", 60_000, "")]
    path = table(tmp_path / "a.tsv", *rows, ("in groups", "", 10_000, ""))
    assert account_of_inputs({"a": ("mnist", path), "b": ("mnist", path)}).splitlines() == [
        "Inputs of the experiments:",
        "  mnist: all 70,000 inputs are used, 60,000 of them to train on",
    ]


def test_losses_are_said_by_source_and_by_grouping(tmp_path):
    path = table(
        tmp_path / "a.tsv",
        ("inputs", "", 16, ""),
        ("left out", "is empty", 2, "a.png, b.png"),
        ("in no group", "has no value of sex", 1, "c.png"),
        ("in no group", "its group is left out", 3, ""),
        ("in groups", "", 10, ""),
        ("group left out", "fewer inputs than min_size, 4", 3, "owl"),
        *[("group left out", "no input", 0, f"g{n}") for n in range(7)],
        ("note", "the column id is left out", 0, ""),
    )
    assert account_of_inputs({"x": ("d", path)}).splitlines()[1:] == [
        f"  d: 14 of 16 inputs are used; left out ({tmp_path / 'left_out.tsv'}):",
        "    is empty: 2 (a.png, b.png)",
        "    the column id is left out",
        "    x: 10 of 14 inputs are in groups",
        "      has no value of sex: 1 (c.png)",
        "      1 group is left out, fewer inputs than min_size, 4: owl (3)",
        "      7 groups are left out, no input: g0, g1, g2, g3, g4, …",
    ]


def test_nothing_is_said_without_tables(tmp_path):
    (tmp_path / "cut.tsv").write_text("what\treason\n")
    missing = {"x": ("d", tmp_path / "none.tsv"), "y": ("d", tmp_path / "cut.tsv")}
    assert account_of_inputs(missing) == ""
