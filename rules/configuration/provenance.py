"""What a run was made by and from: written beside the results when it ends.

Imports the standard library only, so that a dry run needs nothing else.
"""

import json
import os
import platform
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

PACKAGES = (
    "the environment that Snakemake runs in; with --sdm conda the scripts run in those of "
    "envs/*.yaml instead"
)
SEEDS = (
    "SHA-256 of the base seed and of what is drawn: experiment, condition and trial for inputs, "
    "layer and method too for layouts (also stored as `seeds` in the files of results/layouts)"
)


def provenance(outcome, started, workflow_folder, settings, metadata_folder):
    """Facts about a run that ends now, as a dictionary that JSON can hold.

    Parameters
    ----------
    outcome : str
    started : float
        Seconds since the epoch.
    workflow_folder : pathlib.Path
    settings : dict
        The complete configuration.
    metadata_folder : pathlib.Path
        Where Snakemake keeps a record of each output file.
    """
    ended = datetime.now(UTC)
    return {
        "outcome": outcome,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round(ended.timestamp() - started, 1),
        "command": sys.argv,
        "git": _git(workflow_folder),
        "machine": _machine(),
        "python": platform.python_version(),
        "packages_of": PACKAGES,
        "packages": {
            each.name: each.version
            for each in sorted(metadata.distributions(), key=lambda each: each.name.lower())
        },
        "seeds": {"base": settings["seed"], "derivation": SEEDS},
        "configuration": settings,
        "jobs": _jobs_since(started, metadata_folder),
    }


def write_provenance(path, **facts):
    """Write the facts about a run as JSON; return a sentence that says where, or why not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(provenance(**facts), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        return f"The facts about this run could not be written: {error}"
    return f"Versions, configuration, machine and durations of this run: {path}"


def _git(folder):
    """Revision of the checkout and the files changed since; None outside of one."""

    def answer(*command):
        done = subprocess.run(["git", "-C", folder, *command], capture_output=True, text=True)
        return done.stdout.rstrip("\n") if done.returncode == 0 else None

    try:
        revision, changes = answer("rev-parse", "HEAD"), answer("status", "--porcelain")
    except OSError:  # no git on this machine
        return None
    return revision and {"revision": revision, "changed_files": changes.splitlines()}


def _machine():
    """The machine that Snakemake runs on; on a cluster, jobs run elsewhere."""
    return {
        "host": platform.node(),
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 10**6,
    }


def _jobs_since(started, folder):
    """Rule, log file and seconds of each job that began after `started`, in their order.

    A job has a record for each of its outputs; together they say when it began and ended.
    """
    spans = {}
    for record in _records(folder):
        start, end = record.get("starttime") or 0, record.get("endtime")
        if start >= started and end:
            job = (record["rule"], (record["log"] or [None])[0])
            first, last = spans.get(job, (start, end))
            spans[job] = (min(first, start), max(last, end))
    return [
        {"rule": rule, "log": log, "seconds": round(end - start, 2)}
        for (rule, log), (start, end) in sorted(spans.items(), key=lambda item: item[1])
    ]


def _records(folder):
    """What Snakemake wrote about output files, but for records that a kill or full disk cut."""
    for path in filter(Path.is_file, folder.rglob("*")):
        with suppress(OSError, ValueError):
            yield json.loads(path.read_text(encoding="utf-8"))
