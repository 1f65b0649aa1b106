"""Snakemake's records of what each result was made from, kept a second time beside the results.

Snakemake keeps them in its hidden folder, which copies of results often lack; without them it takes
every file that is there for up to date. Imports the standard library only.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

HIDDEN = Path(".snakemake/metadata")
VISIBLE = Path("results/provenance/records")
IDENTITY = "identity"  # file that tells which records belong to which results
# Folders of results/ that hold what jobs made, and could have been made from other settings.
MADE = (
    "activations", "datasets", "figures", "explorer", "groups", "layouts", "maps", "models", "naps",
    "scores", "tables", "tests",
)  # fmt: skip


def restore_records(hidden=HIDDEN, visible=VISIBLE):
    """Give Snakemake the records that came with the results, where its own are of others or gone.

    Returns
    -------
    str or None
        A sentence where this cannot be done: there are results, and no record of any.
    """
    identity = _identity(visible)
    if identity is None:
        return None if _has_files(hidden) else _unknown_results(visible.parents[1])
    if identity != _identity(hidden.parent):
        shutil.rmtree(hidden, ignore_errors=True)
        shutil.copytree(visible, hidden, ignore=shutil.ignore_patterns(IDENTITY))
        shutil.copyfile(visible / IDENTITY, hidden.parent / IDENTITY)
    return None


def keep_records(hidden=HIDDEN, visible=VISIBLE):
    """Keep Snakemake's records beside the results; what has not changed is not written again."""
    if not hidden.is_dir():
        return
    records = {each.relative_to(hidden) for each in hidden.rglob("*") if each.is_file()}
    kept = {each.relative_to(visible) for each in visible.rglob("*") if each.is_file()}
    for gone in kept - records - {Path(IDENTITY)}:
        (visible / gone).unlink()
    for record in records:
        if record not in kept or _state(hidden / record) != _state(visible / record):
            (visible / record).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(hidden / record, visible / record)
    if records:
        identity = _identity(hidden.parent) or uuid4().hex
        for folder in (visible, hidden.parent):
            (folder / IDENTITY).write_text(identity, encoding="utf-8")


def remove_empty_files(results=Path("results")):
    """Remove files of results that hold nothing: a figure or table was cut off after its job."""
    for stage in MADE:
        for folder, _, names in os.walk(results / stage):
            for name in (each for each in names if not each.startswith(".")):
                path = Path(folder, name)
                with suppress(OSError):
                    if path.stat().st_size == 0:
                        path.unlink()


def _identity(folder):
    with suppress(OSError):
        return (folder / IDENTITY).read_text(encoding="utf-8")
    return None


def _state(path):
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _has_files(folder):
    return any(each.is_file() for each in folder.rglob("*"))


def _unknown_results(results):
    found = [stage for stage in MADE if _has_files(results / stage)]
    if not found:
        return None
    return (
        f"{results} holds results ({', '.join(found)}), but no record of what they were made from: "
        "neither in .snakemake beside it nor in its folder provenance/records. They may be of "
        "other settings. Copy one of these folders here too, move these results away, or choose "
        "another folder by --directory"
    )
