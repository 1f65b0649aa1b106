"""Keys that a configuration file gives twice: of these, YAML silently takes the last one."""

import yaml

# The one in C, where PyYAML has it, takes a tenth of the time.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def duplicate_key_faults(paths):
    """Sentences for all keys that stand twice in one mapping of a file."""
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from (f"{path}, {fault}" for fault in _faults(yaml.compose(file, LOADER)))


def _faults(node, key=""):
    """Faults of a node and those below it; aliases are read once."""
    if isinstance(node, yaml.MappingNode):
        lines = {}
        for name, value in node.value:
            inner = f"{key}.{name.value}".lstrip(".") if isinstance(name.value, str) else key
            line = name.start_mark.line + 1
            if inner in lines:
                yield (
                    f"line {line}: the key {inner!r} is given again, first in line {lines[inner]}; "
                    "keep one of them"
                )
            lines.setdefault(inner, line)
            yield from _faults(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _faults(value, f"{key}[{number}]")
