"""Names without quotes that YAML takes for something else: no, on, 01, 1.10, 2020-01-01.

Only the file knows what was written; a configuration that has been read holds False, 1 or a date.
"""

from contextlib import suppress

import yaml

from rules.configuration.configuration_files import composed

# Keys whose values are names of groups, classes, columns and layers, alone or in lists.
OF_NAMES = (
    "only",
    "missing",
    "class_names",
    "shown_group",
    "groups",
    "by",
    "nuisance",
    "blocks",
    "label",
    "attributes",
    "file_column",
    "features",
    "layers",
    "shown_layers",
)
TEXT, NUMBERS = "tag:yaml.org,2002:str", ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


def unquoted_errors(paths):
    """Sentences for all names in configuration files that YAML reads as something else."""
    for path in paths:
        names = _names(composed(path))
        for node, key in sorted(names, key=lambda name: name[0].start_mark.index):
            if error := _fault(node):
                yield f"{path}, line {node.start_mark.line + 1}: {key}{error}"


def _names(root):
    """Scalars that are names, and the keys that they stand at; what aliases repeat comes once."""
    waiting, seen = [(root, "", False)], set()
    while waiting:
        node, key, is_name = waiting.pop()
        if (id(node), is_name) in seen:
            continue
        seen.add((id(node), is_name))
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if isinstance(name, yaml.ScalarNode):
                    inner = f"{key}.{name.value}".lstrip(".")
                    waiting.append((value, inner, name.value in OF_NAMES))
                    if name.tag not in NUMBERS:  # a number can be a label
                        yield name, f"{key}: " if key else ""
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend((each, key, is_name) for each in node.value)
        elif is_name:
            yield node, f"{key}: "


def _fault(node):
    """What YAML makes of a name, and the way out; None for one that stays as it is written."""
    if node.tag == TEXT or node.style or node.tag.endswith(":merge"):
        return None
    with suppress(ValueError, yaml.YAMLError):  # no value at all, which is said on reading
        value = yaml.safe_load(node.value)
        if node.tag not in NUMBERS or str(value) != node.value:
            written = node.value or "nothing"
            return (
                f'{written} without quotes is {value!r} in YAML; for the text, write "{node.value}"'
            )
    return None
