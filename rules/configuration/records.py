"""Snakemake's records of what each result was made from, kept a second time beside the results.

Snakemake keeps them in its hidden folder, which copies of results often lack; without them it takes
every file that is there for up to date. Imports the standard library only.
"""

import os
import shutil
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

HIDDEN = Path(".snakemake/metadata")
INCOMPLETE = Path(".snakemake/incomplete")  # Snakemake makes anew what has a mark here
LOCKS = Path(".snakemake/locks")  # of a run that goes on, or was killed
VISIBLE = Path("results/provenance/records")
IDENTITY = "identity"  # file that tells which records belong to which results
MAX_NAME = 255  # letters of a file's name, beyond which Snakemake makes folders of a record's name
# Folders of results/ that hold what jobs made, and could have been made from other settings.
MADE = (
    "activations", "attributions", "checkpoints", "datasets", "effects", "explorer", "faithfulness",
    "figures", "folds", "groups", "layouts", "maps", "models", "naps", "preferred_inputs",
    "probes", "regions", "runtimes", "saliency", "scores", "shown_tables", "tables", "tests",
    "tokens",
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
        return None if any(_files(hidden)) else _unknown_results(visible.parents[1])
    if identity != _identity(hidden.parent):
        shutil.rmtree(hidden, ignore_errors=True)
        shutil.copytree(visible, hidden, ignore=shutil.ignore_patterns(IDENTITY))
        shutil.copyfile(visible / IDENTITY, hidden.parent / IDENTITY)
    return None


def distrust(results=Path("results"), hidden=HIDDEN, incomplete=INCOMPLETE, locks=LOCKS):
    """Have Snakemake make results anew that are empty, or of which nothing is recorded.

    The first were cut off after their job, the second came from elsewhere. Nothing is touched while
    a run goes on, which writes its files and then their records.
    """
    if any(_files(locks)):
        return
    records = {os.path.relpath(each, hidden) for each in _files(hidden)}
    for path in _made(results):
        places = [path, *map(str, Path(path).parents)]  # a job may make a whole folder
        is_known = any(record_name(place) in records for place in places)
        if not is_known or os.path.getsize(path) == 0:
            mark = incomplete / record_name(path)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text('{"external_jobid": null}', encoding="utf-8")


def forget(outputs, visible=VISIBLE):
    """Remove kept records of files that a run is about to make.

    So a run that is killed leaves results without a record behind, and none with that of before.
    """
    for path in outputs:
        with suppress(FileNotFoundError):
            (visible / record_name(path)).unlink()


def keep_records(hidden=HIDDEN, visible=VISIBLE):
    """Keep Snakemake's records beside the results; what has not changed is not written again."""
    records = {os.path.relpath(each, hidden) for each in _files(hidden)}
    kept = {os.path.relpath(each, visible) for each in _files(visible)}
    for gone in kept - records - {IDENTITY}:
        (visible / gone).unlink()
    for record in records:
        if record not in kept or _state(hidden / record) != _state(visible / record):
            (visible / record).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(hidden / record, visible / record)
    if records:
        identity = _identity(hidden.parent) or uuid4().hex
        for folder in (visible, hidden.parent):
            (folder / IDENTITY).write_text(identity, encoding="utf-8")


def record_name(path):
    """Name, or folders and name, of the record that Snakemake keeps of a file."""
    name = urlsafe_b64encode(str(path).encode(errors="surrogateescape")).decode()
    parts = [name[i : i + MAX_NAME - 1] for i in range(0, len(name), MAX_NAME - 1)]
    return "/".join([*(f"@{part}" for part in parts[:-1]), parts[-1]])


def _made(results):
    """Paths of all files that jobs made, without those that are being written."""
    for stage in MADE:
        yield from (each for each in _files(results / stage) if "/." not in each)


def _files(folder):
    """Paths of all files in a folder and those below it."""
    for inner, _, names in os.walk(folder):
        yield from (os.path.join(inner, name) for name in names)


def _identity(folder):
    with suppress(OSError):
        return (folder / IDENTITY).read_text(encoding="utf-8")
    return None


def _state(path):
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _unknown_results(results):
    found = [stage for stage in MADE if any(_files(results / stage))]
    if not found:
        return None
    return (
        f"{results} holds results ({', '.join(found)}), but no record of what they were made from: "
        "neither in .snakemake beside it nor in its folder provenance/records. They may be of "
        "other settings. Copy one of these folders here too, move these results away, or choose "
        "another folder by --directory"
    )
