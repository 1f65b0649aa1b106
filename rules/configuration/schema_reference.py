"""Reference of every key of the configuration, and of every figure, from what checks them.

`python -m rules.configuration.schema_reference` writes `docs/configuration.md` and
`docs/figures.md`.
"""

from pathlib import Path

import yaml

from rules.configuration.figures import figures_table, with_figures

ROOT = Path(__file__).parents[2]
PAGE, FIGURES_PAGE = ROOT / "docs/configuration.md", ROOT / "docs/figures.md"
SCHEMA = ROOT / "config/schema.yaml"
KINDS = {"object": "section", "string": "text"}
LIMITS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
OPENING = """# Configuration

Look up here every key that a configuration may have. All other keys are refused before anything
runs. Keys without default may be left out unless they are marked as needed. Entries are what stands
under a name of yours: a dataset, a model, a grouping, an experiment.

This page is written from `config/schema.yaml` by `python -m rules.configuration.schema_reference`.
"""
FIGURES_OPENING = """# Figures

Look up here what each figure shows and needs. Any experiment with maps can have any of them,
whatever its model, data and groups. It must only have what the last column names: a figure whose
needs cannot be met is refused before anything runs. A figure is made once for each grouping, for
each layer, or for each layer and method (then the column says `method`).

The [gallery](gallery.md) shows every figure. [statistics.md](statistics.md) says what each number
in a figure means, what chance would give, and when not to trust it. This page is written by
`python -m rules.configuration.schema_reference`.

"""
FIGURES_ENDING = """
## Names for readers

Figures, explorers and the report call things as the data and the model do, and layout methods in
words ("UMAP, then swarm"; "random (baseline)"). Give better names by `title` of an experiment, for
its model, and by `names`, for all experiments or within one:

```yaml
names:
  layers: {block3_pool: third pooling}
  groups:
    0: zero # a class, or this value of any attribute
    gender: {1: woman, 2: man} # values of this attribute alone
  variables: {class: digit}
  methods: {UMAP_PSO: UMAP + swarm}
```

- Groups of two things are called by the names of both: `0 wrong` becomes "zero wrong". A whole
  group may have a name, too: `0 wrong: zeros misread`. Predicted classes are called as classes are,
  unless `prediction` holds names of theirs.
- A new name changes no result. Figures, explorers and the report are made anew, nothing else; names
  of files and tables stay.
- A name of something that is not there is refused, as far as it can be told before the run: values
  in Parquet or HDF5 files, and numbers in `.npz` files, are not looked up. Two things of one name
  are always refused.
- Long names are wrapped or lose letters of their middle, but never become alike. Scripts that
  matplotlib's font lacks need a font of the system, such as Noto Sans CJK.
"""


def reference(schema):
    """Text of the page, in Markdown, for a JSON schema (dict)."""
    schema = with_figures(schema)
    parts = [OPENING, _section("Top level", schema, schema)]
    for key, part in schema["properties"].items():
        if "properties" in (resolved := _resolved(part, schema)):
            parts.append(_section(f"`{key}`", resolved, schema))
    parts += [
        _section(f"Entries: {name.replace('_', ' ')}", part, schema)
        for name, part in schema["$defs"].items()
        if "properties" in part and f"## `{name}`" not in "".join(parts)
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
    value = _resolved(value, schema)
    if "allOf" in value:
        return _values(value["allOf"][0], schema)
    if "if" in value:  # of another type in each case
        cases = ({**value["if"], **value["then"]}, value["else"])
        return " or ".join(_values(each, schema) for each in cases)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if value.get("type") == "array":
        entries = _values(value.get("items", {}), schema)
        return f"list: ({entries})" if " or list" in entries else f"list: {entries}"
    bounds = [f"{sign} {value[key]}" for key, sign in LIMITS.items() if key in value]
    types = value.get("type", "")
    kinds = [KINDS.get(each, each) for each in ([types] if isinstance(types, str) else types)]
    return ", ".join([" or ".join(kinds), *bounds])


if __name__ == "__main__":
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    PAGE.write_text(reference(schema), encoding="utf-8")
    FIGURES_PAGE.write_text(FIGURES_OPENING + figures_table() + FIGURES_ENDING, encoding="utf-8")
