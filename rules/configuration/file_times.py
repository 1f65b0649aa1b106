"""Files of the user's that are dated in the future: whatever is made from them seems older."""

import os
import time
from contextlib import suppress
from pathlib import Path

TOLERANCE = 60  # seconds that clocks of several machines may differ


def time_errors(config):
    """Errors of files that are dated in the future, which Snakemake takes for newer than results.

    Only the files and folders that the configuration names are looked at, and arrays in folders.
    """
    latest = time.time() + TOLERANCE
    for key, path in _named_files(config):
        late = [each for each in (path, *_files_in(path)) if _modified(each) > latest]
        if late:
            yield (
                f"{key}: {late[0]} is dated in the future, so that results would always seem "
                f"older; set its time by `touch {late[0]}`, or the clock of this machine"
            )


def _named_files(config):
    """Keys and paths of all files that a configuration names."""
    for section, keys in (("datasets", ("path", "images")), ("models", ("path", "weights"))):
        for name, settings in config[section].items():
            for key in (each for each in keys if each in settings):
                yield f"{section}.{name}.{key}", settings[key]
    for name, experiment in config["experiments"].items():
        if "activations" in experiment:
            yield f"experiments.{name}.activations", experiment["activations"]
        if named := experiment.get("regions", {}).get("named"):
            yield f"experiments.{name}.regions.named", named


def _files_in(path):
    """Arrays in a folder, and in folders of it; nothing for a file or a folder of images."""
    return sorted(Path(path).glob("**/*.npy")) if os.path.isdir(path) else []


def _modified(path):
    """Time of modification in seconds, 0 of a file that is not there."""
    with suppress(OSError, ValueError):
        return os.stat(path).st_mtime
    return 0
