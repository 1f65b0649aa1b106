"""Machine code of numba kept on disk between processes, safely with jobs side by side.

Numba finds a free name for a new file and writes its index without a lock: of two processes that
compile one function for different types at a time, one could be given the other's code. And it
keeps only what a package asks for, which is half of what UMAP needs: the rest took a quarter of a
minute in every process.
"""

import atexit
import fcntl
import os
import platform
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from numba import config, njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

FOLDER = "topomaps-compiled"


class LockedCache(FunctionCache):
    """Numba's files of one function, written by one process at a time."""

    def save_overload(self, sig, data):
        """Save the code for a signature; without locks on this file system, as numba does."""
        with _locked(Path(self.cache_path) / ".lock"):
            super().save_overload(sig, data)


def keep(dispatcher):
    """Keep the machine code of a compiled function on disk where a folder can be written."""
    with suppress(RuntimeError):  # neither the folder of its file nor the user's can be written
        dispatcher._cache = LockedCache(dispatcher.py_func)
    return dispatcher


@contextmanager
def kept_packages(names, distributions):
    """Keep all compiled functions of packages that the block imports.

    Their code lies in the environment's folder, or in the user's where that is read-only, and where
    both are, in one of this process alone, for numba refuses to import packages that ask for it.
    The folder is named by the versions: functions of one package contain code of another.

    Parameters
    ----------
    names : sequence of str
        Of packages with compiled functions.
    distributions : sequence of str
        Of all whose code goes into the machine code, as pip names them.
    """
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = before or str(cache_folder(distributions))
        yield
        for dispatcher in _dispatchers(names):
            keep(dispatcher)
    finally:
        config.CACHE_DIR = before


def _dispatchers(names):
    """Compiled functions in the namespaces of modules of packages, each one once."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in names]
    found = [value for module in modules for value in vars(module).values()]
    return {id(each): each for each in found if isinstance(each, Dispatcher)}.values()


def cache_folder(distributions):
    """Folder of this environment, or of this user, for what the versions of packages decide on."""
    versions = " ".join([platform.python_version(), *map(_version, distributions)])
    key = sha256(versions.encode()).hexdigest()[:16]
    users = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    for place in (Path(sys.prefix) / "var/cache", Path(users)):
        with suppress(OSError):
            folder = place / FOLDER / key
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
            return folder
    folder = tempfile.mkdtemp(prefix=f"{FOLDER}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _version(distribution):
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


@contextmanager
def _locked(path):
    with ExitStack() as held:
        with suppress(OSError):  # a read-only folder, or a network file system without locks
            path.parent.mkdir(parents=True, exist_ok=True)
            fcntl.flock(held.enter_context(open(path, "a")), fcntl.LOCK_EX)
        yield


# Sums may be reordered for vector instructions; the order is then fixed by the machine code.
# NaN and infinity keep their meaning. Division must not raise, or loops would not vectorise.
OPTIONS = {
    "fastmath": {"reassoc", "contract", "nsz", "arcp"},
    "error_model": "numpy",
    "nogil": True,
}


def compiled(function):
    """Compile `function`, keeping the machine code on disk where a folder can be written."""
    return keep(njit(**OPTIONS)(function))
