"""Keys that a configuration file gives twice: of these, YAML silently takes the last one."""

import yaml

from rules.configuration.configuration_files import composed


def duplicate_key_errors(paths):
    """Sentences for all keys that stand twice in one mapping of a file."""
    for path in paths:
        yield from (f"{path}, {error}" for error in _errors(composed(path), "", set()))


def _errors(node, key, seen):
    """Errors of a node and those below it; what aliases repeat is read once."""
    if id(node) in seen:
        return
    seen.add(id(node))
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
            yield from _errors(value, inner, seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _errors(value, f"{key}[{number}]", seen)
