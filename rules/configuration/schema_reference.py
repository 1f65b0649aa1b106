"""Reference of every key of the configuration, written from its schema.

`python rules/configuration/schema_reference.py` writes `docs/configuration.md` anew.
"""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/configuration.md"
SCHEMA = ROOT / "config/schema.yaml"
OPENING = """# Configuration

Every key that a configuration may have; all others are refused before anything runs. This page is
written from `config/schema.yaml` by `python rules/configuration/schema_reference.py`; a test keeps it current.
Keys without default may be left out unless they are marked as needed.
"""


def reference(schema):
    """Text of the page, in Markdown, for a JSON schema (dict)."""
    parts = [OPENING, _section("Top level", schema, schema)]
    for key, part in schema["properties"].items():
        if "properties" in (resolved := _resolved(part, schema)):
            parts.append(_section(f"`{key}`", resolved, schema))
    parts += [
        _section(f"Entries: {name.replace('_', ' ')}", part, schema)
        for name, part in schema["$defs"].items()
        if "properties" in part and f"`{name}`" not in "".join(parts)
    ]
    return "\n".join(parts)


def _section(title, part, schema):
    lines = [f"## {title}", "", "| key | what it is | values | default |", "|---|---|---|---|"]
    return "\n".join([*lines, *_rows(part, schema)]) + "\n"


def _rows(part, schema, prefix=""):
    for key, value in part["properties"].items():
        value = {**_resolved(value, schema), **{k: v for k, v in value.items() if k != "$ref"}}
        default = _default(key, value, part)
        words = value.get("description", "").replace("|", "\\|")
        yield f"| `{prefix}{key}` | {words} | {_values(value, schema)} | {default} |"
        if part is not schema and "properties" in value:
            yield from _rows(value, schema, f"{prefix}{key}.")


def _resolved(part, schema):
    name = part.get("$ref", "").rsplit("/", 1)[-1]
    return schema["$defs"][name] if name else part


def _default(key, value, part):
    if key in part.get("required", ()):
        return "needed"
    if "default" not in value or value["default"] == {}:
        return ""
    if value["default"] == "":
        return "empty"
    return f"`{yaml.safe_dump(value['default'], default_flow_style=True).split(chr(10))[0]}`"


def _values(value, schema):
    """Allowed values in words."""
    if "allOf" in value:
        value = _resolved(value["allOf"][0], schema)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if "anyOf" in value:
        return " or ".join(_values(_resolved(each, schema), schema) for each in value["anyOf"])
    if value.get("type") == "array":
        return f"list: {_values(_resolved(value.get('items', {}), schema), schema)}"
    limits = {
        "minimum": "≥",
        "exclusiveMinimum": ">",
        "maximum": "≤",
        "exclusiveMaximum": "<",
    }
    bounds = [f"{sign} {value[key]}" for key, sign in limits.items() if key in value]
    kind = {"object": "section", "string": "text"}.get(value.get("type"), value.get("type", ""))
    return ", ".join([kind, *bounds])


if __name__ == "__main__":
    PAGE.write_text(reference(yaml.safe_load(SCHEMA.read_text())))
