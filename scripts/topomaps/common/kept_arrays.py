"""Arrays that take long to compute and depend on code alone, kept on disk between processes."""

import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np

from topomaps.common.files import replacing
from topomaps.common.numba_cache import cache_folder

PACKAGES = ("numpy", "scipy")  # whose versions may change the last digits


def kept_array(name, modules, make):
    """Array that `make` gives, read from disk where it was made before.

    Parameters
    ----------
    name : str
        Of the array, with all that `make` depends on beside code.
    modules : tuple of str
        Names of the imported modules that it is computed by: another text of one of them makes
        the array anew.
    make : callable
        () -> ndarray

    Returns
    -------
    ndarray
        Of the same bytes in every process on a machine. Where no folder can be written, or a file
        is damaged, it is computed.
    """
    texts = b"".join(Path(sys.modules[module].__file__).read_bytes() for module in modules)
    path = cache_folder(PACKAGES) / f"{name}-{sha256(texts).hexdigest()[:16]}.npy"
    with suppress(OSError, ValueError, EOFError):
        return np.load(path)
    array = make()
    with suppress(OSError), replacing(path) as temporary, open(temporary, "wb") as file:
        np.save(file, array)
    return array
