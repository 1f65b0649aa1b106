"""Which layers a folder of Hugging Face cannot have, by its description and its weights' names.

Imports the standard library only, for the rules.
"""

import json
import re
from functools import cache
from pathlib import Path

from ..activations.safetensors_headers import read_header
from .hugging_face_folders import FILE, WEIGHTS

# What descriptions call the number of blocks; a list counts stages.
COUNTS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers", "encoder_layers", "depths")
HIDDEN = re.compile(r"layer_(\d+)(\.heads|\.mlp)?")


def layer_fault(folder, layer):
    """Why a network has no layer of a name, if that is known before it is opened.

    A module without weights, such as a function of activation, is in no list; so a name is refused
    only where it cannot be one: blocks that are not there, or a place within an unknown module.

    Parameters
    ----------
    folder : path-like
    layer : str

    Returns
    -------
    str or None
    """
    folder = Path(folder)
    try:
        config = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = HIDDEN.fullmatch(layer)
        if found and (n_blocks := _n_blocks(config)) is not None:
            return _hidden_fault(int(found[1]), found[2], n_blocks)
        return None if found else _module_fault(layer, _modules(str(folder)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # the model itself is at fault, which is said of it


def _n_blocks(config):
    """Number of blocks or stages that a description names; None if it names none, or two towers."""
    said = next((config[key] for key in COUNTS if key in config), None)
    return len(said) if isinstance(said, list) else said


def _hidden_fault(number, within, n_blocks):
    first = 1 if within else 0
    if first <= number <= n_blocks:
        return None
    ending = within or ""
    return f"it has layer_{first}{ending} to layer_{n_blocks}{ending}"


def _module_fault(layer, modules):
    """Why there is no module of a name, by the children of those that have weights."""
    parts, known = layer.split("."), ""
    for depth, part in enumerate(parts, start=1):
        name = ".".join(parts[:depth])
        if name in modules:
            known = name
            continue
        children = modules[known]
        are_blocks = part.isdigit() and children and all(
            each.isdigit() and modules[f"{known}.{each}"] for each in children
        )  # fmt: skip
        if depth == len(parts) and not are_blocks:
            return None  # it may be a module without weights
        there = ", ".join(sorted(children, key=lambda each: (len(each), each)))
        return f"there is no {part!r} in {known or 'it'}, but: {there}"
    return None


@cache
def _modules(folder):
    """Children (set of str) of each module with weights, by its path; of the whole, by ""."""
    names = _weights(Path(folder))
    ends = {name.split(".")[0] for name in names}
    found = {"": set()}
    for name in names:
        _add(found, name)
        if len(ends) < 3:  # a file of a network with a head has its body under a name of its own
            _add(found, name.partition(".")[2])
    return found


def _add(found, name):
    """Take all modules on the path to a weight."""
    path = ""
    for part in name.split(".")[:-1]:
        found[path].add(part)
        path = f"{path}.{part}" if path else part
        found.setdefault(path, set())


def _weights(folder):
    """Names of all weights."""
    whole, index = (folder / name for name in WEIGHTS)
    if whole.is_file():
        return list(read_header(whole))
    return list(json.loads(index.read_text(encoding="utf-8"))["weight_map"])
