"""Configuration files as trees of what is written in them, of a size that can be checked."""

import os
from functools import cache

import yaml

# The one in C, where PyYAML has it, takes a tenth of the time.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_VALUES = (
    200_000  # of a file, with all that aliases (*name) repeat; 1,000 experiments have 20,000
)
MAX_DEPTH = 50  # of mappings and lists within each other; the schema knows 8


def composed(path):
    """Tree of a configuration file, None of an empty one; read again after a change only."""
    state = os.stat(path)
    return _composed(path, state.st_size, state.st_mtime_ns)


@cache
def _composed(path, size, modified):
    with open(path, encoding="utf-8") as file:
        return yaml.compose(file, LOADER)


def size_errors(paths):
    """Sentences for all files that are too large, too deep, or contain themselves."""
    for path in paths:
        root = composed(path)
        if root is not None and (error := _fault(root)):
            yield f"{path}{error}"


def _fault(root):
    """What is wrong with the size of a tree; None if nothing is."""
    try:
        n_values = _count(root, (), {})
    except _Unending as error:
        return f", line {error.line}: {error}"
    if n_values > MAX_VALUES:
        return (
            f" stands for {n_values:,} values, since aliases (*name) repeat what they name; "
            f"{MAX_VALUES:,} are allowed, write out what is meant"
        )
    return None


class _Unending(Exception):
    """A node that is too deep, or contains itself."""

    def __init__(self, sentence, node):
        super().__init__(sentence)
        self.line = node.start_mark.line + 1


def _count(node, above, counts):
    """Values that a node stands for; each node is visited once, however often it is repeated."""
    if id(node) in above:
        raise _Unending(
            "an alias (*name) stands within what it names; write out what is meant", node
        )
    if len(above) > MAX_DEPTH:
        raise _Unending(f"more than {MAX_DEPTH} mappings or lists within each other", node)
    if id(node) not in counts:
        within = (*above, id(node))
        counts[id(node)] = 1 + sum(_count(each, within, counts) for each in _inner(node))
    return counts[id(node)]


def _inner(node):
    """Nodes that a node holds, keys included."""
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []
