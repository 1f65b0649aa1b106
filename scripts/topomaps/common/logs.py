"""Logs of the jobs: all that a script prints goes to its log file, errors end as a sentence."""

import errno
import logging
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path

from topomaps.common.gc_paused import gc_frozen
from topomaps.common.startup_log_filter import remove_startup_lines

logger = logging.getLogger(__name__)

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
FOR_USER = "for_user"  # marks a warning that is said on the terminal, too


def warn_user(message, *values):
    """Log a warning that is said on the terminal, too, when it comes from a script."""
    logger.warning(message, *values, extra={FOR_USER: True})


@contextmanager
def adapter_log(path):
    """Send everything that is printed or logged, also by compiled libraries, to the file `path`.

    An exception leaves its traceback in the log and its message, as one sentence, on the real
    standard error; the process then exits with status 1. What compiled libraries say at their
    start and means nothing is taken out in the end.
    """
    terminal = os.dup(2)
    opened = False
    try:
        _redirect(path)
        _say_to_user(terminal, path)
        opened = True
        _refuse_second_copy()
        with gc_frozen():
            yield
    except Exception as error:
        if opened:
            with suppress(OSError):  # the log may lie on the disk that is full
                traceback.print_exc()
                sys.stderr.flush()
        os.write(terminal, f"{_sentence(error)} (details: {path})\n".encode())
        raise SystemExit(1) from None
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
            if opened:
                remove_startup_lines(path)
        os.close(terminal)


def _redirect(path):
    """Let standard output, standard error and logging end in the file `path`."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    Path(path).write_bytes(b"")
    with open(path, "a", encoding="utf-8") as log:  # so that lines can be taken out of it meanwhile
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    logging.captureWarnings(True)


def _say_to_user(terminal, path):
    """Let warnings for the user appear on the terminal (a file descriptor) as they are logged."""

    def say(record):
        if getattr(record, FOR_USER, False):
            text = " ".join(record.getMessage().split())
            os.write(terminal, f"Warning: {text} (details: {path})\n".encode())

    handler = logging.Handler()
    handler.emit = say
    logger.addHandler(handler)


def _refuse_second_copy():
    """Raise a ValueError if the library is installed beside the workflow's own.

    Snakemake puts the folder of the scripts last, so that the other one would run, and an edit of
    the workflow change nothing.
    """
    folders = {Path(folder).resolve() / "topomaps" for folder in sys.path}
    copies = sorted(str(each) for each in folders if (each / "common" / "logs.py").is_file())
    if len(copies) > 1:
        raise ValueError(
            f"the library topomaps is there twice, in {' and in '.join(copies)}; take the one that "
            "is installed out of this environment (pip uninstall topomaps)"
        )


def _sentence(error):
    """Message of an error in one line; the kind is named where it is not the user's input."""
    text = " ".join(str(error).split()) or "no message"
    if _is_disk_full(error):
        return f"Error: the disk is full; free some space and run again ({text})"
    return f"Error: {text}" if isinstance(error, ValueError) else f"{type(error).__name__}: {text}"


def _is_disk_full(error):
    """Whether an error comes from a full disk; NumPy and HDF5 say so in their own words only."""
    words = ("No space left on device", " requested and ")
    return isinstance(error, OSError) and (
        error.errno in DISK_FULL or any(each in str(error) for each in words)
    )
