"""Logs of the jobs: all that a script prints goes to its log file, errors end as a sentence."""

import logging
import os
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def adapter_log(path):
    """Send everything that is printed or logged, also by compiled libraries, to the file `path`.

    An exception leaves its traceback in the log and its message, as one sentence, on the real
    standard error; the process then exits with status 1.
    """
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    terminal = os.dup(2)
    with open(path, "w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    logging.captureWarnings(True)
    try:
        yield
    except Exception as error:
        traceback.print_exc()
        sys.stderr.flush()
        os.write(terminal, f"{_sentence(error)} (details: {path})\n".encode())
        raise SystemExit(1) from None
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.close(terminal)


def _sentence(error):
    """Message of an error in one line; the kind is named where it is not the user's input."""
    text = " ".join(str(error).split()) or "no message"
    return f"Error: {text}" if isinstance(error, ValueError) else f"{type(error).__name__}: {text}"
