"""Compilation of numerical kernels by numba: vectorised, without the interpreter's lock, cached.

The cache notices changes of a kernel's own file only: kernels call kernels of the same file.
"""

from numba import njit

from topomaps.common.kept_code import keep

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
