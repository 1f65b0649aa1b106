"""Packages that another one would import at its start, though nothing of ours needs it to."""

import sys
import warnings
from contextlib import contextmanager


@contextmanager
def blocked_imports(*names):
    """Let packages look as if they were not installed while the block imports another one.

    An entry of None in sys.modules makes `import` fail, a case that packages handle for what they
    do not need. The entries are taken away again, so later imports work as ever; what is loaded
    already stays as it is.
    """
    added = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(added))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in added:
            del sys.modules[name]
