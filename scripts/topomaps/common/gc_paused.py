"""Garbage collection kept from looking through what stays anyway.

Packages bring a million objects, which Python looks through again and again while it imports them,
and once more when it ends: a third of the time that TensorFlow's import takes, and a fifth of that
of a short job.
"""

import gc
from contextlib import contextmanager


@contextmanager
def gc_paused():
    """Import without looking for garbage, of which imports leave little."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def gc_frozen():
    """Run a whole job: neither what was there before nor what is left in the end is looked at.

    For processes that end with the block, since what is garbage then will never be found.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.freeze()
