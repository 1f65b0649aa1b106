"""Digest of a script and of every module of ours that it imports.

As a parameter of a rule it makes an edit of the code rerun exactly the rules that use it.
Imports the standard library only, so that a dry run needs nothing else.
"""

import ast
import hashlib
from functools import cache

# The rules import `sources.py` as part of `scripts`, the scripts as part of `topomaps`, so that it
# must name its module of checksums relatively. That one is left out of the digest: rules pass the
# one file that they use by its content, and another checksum in the list is to rerun nothing.
RELATIVE = {("sources.py", "keras_weights")}


def code_digest(scripts, script, without=()):
    """Digest of the content of scripts/`script` and of the modules that it imports.

    Parameters
    ----------
    scripts : pathlib.Path
        Folder of the scripts.
    script : str
        Name of a script in it.
    without : sequence of str
        Modules to leave out, as paths in that folder: those that hold data, of which the rule
        passes what it uses among its other parameters.
    """
    digest = hashlib.sha256()
    for path in sorted(closure(scripts, script)):
        name = path.relative_to(scripts).as_posix()
        if name not in without:
            digest.update(f"{name}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def closure(scripts, script):
    """Files in the folder `scripts` that running scripts/`script` reads, the script included."""
    todo, seen = [scripts / script], set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            names = imported_names(path)
            todo.extend(file for name in names for file in _module_files(scripts, name))
    return seen


@cache
def imported_names(path):
    """Dotted names that a file imports, also inside functions; of objects and modules alike.

    Raises
    ------
    ValueError
        If an import is relative, since the modules that it names would be missing in the digest.
    """
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            if (path.name, node.module) not in RELATIVE:
                raise ValueError(
                    f"{path}, line {node.lineno}: the import is relative; write it in full, "
                    "as `from topomaps.…`, so that an edit of what it imports is noticed"
                )
        elif isinstance(node, ast.ImportFrom):
            names.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return names


def _module_files(scripts, name):
    """Files that importing the dotted `name` executes, if they are ours."""
    parts = name.split(".")
    for n in range(1, len(parts) + 1):
        path = scripts.joinpath(*parts[:n])
        if (path / "__init__.py").is_file():
            yield path / "__init__.py"
        elif path.with_suffix(".py").is_file():
            yield path.with_suffix(".py")
