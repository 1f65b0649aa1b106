"""What TensorFlow says at its start and means nothing: it would head every log."""

import os
import re
import sys
import tempfile
from contextlib import contextmanager

# Whole lines: all that is mere information, and what a machine without a graphics processor gives.
STARTUP_LINES = re.compile(
    rb"""^(?:
        I\d{4}\ [\d:.]+\ +\d+\ \S+\.cc:\d+\]  # INFO of compiled code
        | \d{4}-\d\d-\d\d\ [\d:.]+:\ I\ (?:tensorflow|external)/   # INFO, earlier versions
        | WARNING:\ All\ log\ messages\ before\ absl::InitializeLog\(\)\ is\ called
        | To\ enable\ the\ following\ instructions:.*rebuild\ TensorFlow
        | (?:E\d{4}|\d{4}-\d\d-\d\d\ [\d:.]+:\ E\ ).*failed\ call\ to\ cuInit:.*\(303\)  # no driver
        # TensorFlow 2.19, of whatever graphics processor
        | (?:E\d{4}|\d{4}-\d\d-\d\d\ [\d:.]+:\ E\ ).*Unable\ to\ register\ cu\w+\ factory:
        | W\d{4}.*computation\ placer\ already\ registered\.
        | E\d{4}.*NodeDef\ mentions\ attribute\ use_unbounded_threadpool\ which\ is\ not
        | .*\[W:onnxruntime:.*GPU\ device\ discovery\ failed
    ).*(?:\n|\Z)""",
    re.MULTILINE | re.VERBOSE,
)


def without_startup_lines(text):
    """Text, as bytes, without the lines that say nothing; warnings and errors stay."""
    return STARTUP_LINES.sub(b"", text)


def remove_startup_lines(path):
    """Take such lines out of a log that may be open for appending."""
    with open(path, "r+b") as log:
        text = log.read()
        kept = without_startup_lines(text)
        if len(kept) < len(text):
            log.seek(0)
            log.write(kept)
            log.truncate()


@contextmanager
def startup_lines_removed():
    """Keep such lines off the standard error while the block runs; all others come at its end."""
    sys.stderr.flush()
    outside = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(outside, 2)
            os.close(outside)
            held.seek(0)
            with open(2, "wb", closefd=False) as error:
                error.write(without_startup_lines(held.read()))
