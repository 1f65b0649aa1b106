"""The reference of the configuration is complete and current."""

import yaml
from schema_reference import PAGE, SCHEMA, reference

TEXT = yaml.safe_load(SCHEMA.read_text())


def test_the_page_is_current():
    assert PAGE.read_text() == reference(TEXT), "run `python rules/schema_reference.py`"


def test_every_key_has_a_row():
    def keys(part):
        for key, value in part.get("properties", {}).items():
            yield key
            yield from keys(value)

    page = reference(TEXT)
    for part in (TEXT, *TEXT["$defs"].values()):
        for key in keys(part):
            assert f"`{key}`" in page or f".{key}`" in page, key
