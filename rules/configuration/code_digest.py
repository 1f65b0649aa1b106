"""Digest of a script and of every module of ours that it imports.

As a parameter of a rule it makes an edit of the code rerun exactly the rules that use it. What
counts is the syntax tree: comments, docstrings and the layout of the code may change.
Imports the standard library only, so that a dry run needs nothing else.
"""

import ast
import hashlib
import os
from functools import cache
from typing import NamedTuple

from rules.configuration.plain_code import plain

FACADE = "topomaps"  # the public API of the library, which has names of all modules
LOADERS = ("importlib", "importlib.import_module")


class Code(NamedTuple):
    """What a file says.

    Attributes
    ----------
    digest : str
        Of its syntax tree.
    files : frozenset of str
        Our files that its imports execute, also those inside functions.
    loads : int or None
        Line in which it imports what loads modules by their names.
    """

    digest: str
    files: frozenset
    loads: int | None


def code_digest(scripts, script, without=(), modules=None):
    """Digest of the code of scripts/`script` and of the modules that it imports.

    Parameters
    ----------
    scripts : pathlib.Path
        Folder of the scripts.
    script : str
        Name of a script in it.
    without : sequence of str
        Modules to leave out, with what they alone import, as paths in that folder: those that
        hold data, of which the rule passes what it uses among its other parameters.
    modules : sequence of str, optional
        Dotted names of the modules that the job loads by their names, such as that of a layout
        method; may be empty.

    Raises
    ------
    ValueError
        If an edit of what the script uses could go unnoticed: a file imports from the library's
        public API, or loads modules by their names though `modules` is not given. Also if a name
        in `without` or `modules` is no file.
    """
    files = sorted(closure(scripts, script, without, modules))
    named = [f"{_name(scripts, path)}\0{read_code(scripts, path).digest}\0" for path in files]
    return hashlib.sha256("".join(named).encode()).hexdigest()[:16]


def closure(scripts, script, without=(), modules=None):
    """Files in the folder `scripts` that running scripts/`script` reads, the script included."""
    scripts = str(scripts)
    seen = {_existing(scripts, name) for name in without}
    left_out = frozenset(seen)
    named = [f"{name.replace('.', '/')}.py" for name in modules or ()]
    todo = [_existing(scripts, name) for name in (script, *named)]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        code = read_code(scripts, path)
        if code.loads and modules is None:
            raise ValueError(
                f"{path}, line {code.loads}: modules are loaded by their names, which the digest "
                f"of {script} cannot see; let the rule pass them as `modules`"
            )
        todo.extend(code.files)
    return seen - left_out


def read_code(scripts, path):
    """Code of a file; it is parsed again only after a change.

    Raises
    ------
    ValueError
        If the file imports from the public API of the library.
    """
    found = os.stat(path)
    return _parse(str(scripts), str(path), found.st_mtime_ns, found.st_size)


@cache
def _parse(scripts, path, modified, size):
    with open(path, "rb") as file:
        tree = ast.parse(file.read(), path)
    statements, files, loads = [], set(), None
    digest = hashlib.sha256(plain(tree, statements).encode()).hexdigest()
    package = _name(scripts, path).split("/")[:-1]
    for node in statements:
        names = _imported(node, package)
        if FACADE in names or any(_is_of_facade(scripts, name) for name in names):
            raise ValueError(
                f"{path}, line {node.lineno}: the public API of the library hides which module is "
                f"used; write `from {FACADE}.<stage>.<module> import …`, so that edits are noticed"
            )
        files.update(file for name in names for file in _module_files(scripts, name))
        if not loads and any(name in LOADERS for name in names):
            loads = node.lineno
    return Code(digest, frozenset(files), loads)


def _imported(node, package):
    """Dotted names of an import statement in a module of `package`.

    A plain `import a.b` binds `a`, and is named so too.
    """
    if isinstance(node, ast.Import):
        bound = [each.name.split(".")[0] for each in node.names if not each.asname]
        return [*bound, *(each.name for each in node.names)]
    parts = package[: len(package) + 1 - node.level] if node.level else []
    base = ".".join([*parts, node.module] if node.module else parts)
    return [f"{base}.{each.name}" for each in node.names]


def _is_of_facade(scripts, name):
    """Whether a dotted name is none of a module, nor in one, but of the library's public API."""
    return name.startswith(f"{FACADE}.") and not _module_files(scripts, name)


@cache
def _module_files(scripts, name):
    """Files that importing the dotted `name` executes, if they are ours, without the facade."""
    files, parts = [], name.split(".")
    for n in range(1, len(parts) + 1):
        path = os.path.join(scripts, *parts[:n])
        if os.path.isfile(package := os.path.join(path, "__init__.py")):
            files += [package] * (parts[:n] != [FACADE])
        elif os.path.isfile(f"{path}.py"):
            files.append(f"{path}.py")
    return files


def _name(scripts, path):
    """Name of a file in the folder of the scripts."""
    return path[len(str(scripts)) + 1 :]


def _existing(scripts, name):
    """Path of the file `name` in the folder of the scripts."""
    path = os.path.join(scripts, name)
    if not os.path.isfile(path):
        raise ValueError(f"{path} does not exist, so no digest of its code can be made")
    return path
