"""The reference of the configuration is complete and current."""

import yaml

from rules.configuration.figures import FIGURES, figures_table
from rules.configuration.schema_reference import (
    FIGURES_ENDING,
    FIGURES_OPENING,
    FIGURES_PAGE,
    PAGE,
    SCHEMA,
    reference,
)

TEXT = yaml.safe_load(SCHEMA.read_text())


def test_the_pages_are_current():
    hint = "run `python -m rules.configuration.schema_reference`"
    assert PAGE.read_text() == reference(TEXT), hint
    assert FIGURES_PAGE.read_text() == FIGURES_OPENING + figures_table() + FIGURES_ENDING, hint


def test_the_page_names_every_figure():
    (row,) = (line for line in reference(TEXT).splitlines() if line.startswith("| `figures` |"))
    assert all(f"`{name}`" in row for name in FIGURES)


def test_all_entries_have_a_section():
    sections = [line for line in reference(TEXT).splitlines() if line.startswith("## ")]
    for name, part in TEXT["$defs"].items():
        if "properties" in part:
            titles = {f"## Entries: {name.replace('_', ' ')}", f"## `{name}`"}
            assert len(titles & {*sections}) == 1, name
    assert len(sections) == len({*sections})


def test_every_key_has_a_row():
    def keys(part):
        for key, value in part.get("properties", {}).items():
            yield key
            yield from keys(value)

    page = reference(TEXT)
    for part in (TEXT, *TEXT["$defs"].values()):
        for key in keys(part):
            assert f"`{key}`" in page or f".{key}`" in page, key
