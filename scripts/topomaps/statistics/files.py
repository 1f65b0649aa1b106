"""Tables of tests and of labels, read back from their files."""

from topomaps.common.files import load_table

TEXT = {"given_label": str, "predicted_label": str, "file": str}


def load_suspects(path):
    """Suspicious inputs, as of `topomaps.statistics.suspect_tables.named_suspects`.

    Any text is the name of a label, also what pandas would take for a missing value.
    """
    return load_table(path, dtype=TEXT, keep_default_na=False, na_values=[""])


def load_subgroups(path):
    """Table of `topomaps.statistics.subgroup_tables.subgroup_table`; what is none is empty text."""
    return load_table(path).fillna({"acts_like": "", "causes": ""})


def load_verdict(path):
    """The verdict on all labels in a table of `suspect_tables.expected_table`."""
    return load_table(path, dtype={"verdict": str})["verdict"].iloc[0]
