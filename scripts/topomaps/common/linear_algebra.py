"""Linear algebra on one thread while the library computes, as in the jobs of the workflow.

Threads of a matrix product wait for each other in loops: where another process has one of the
cores, a small product takes many times as long as on one thread. And their sums round otherwise for
each number of threads.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from inspect import isfunction
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

Options = ParamSpec("Options")
Result = TypeVar("Result")
Class = TypeVar("Class", bound=type)

# What own loops may have where linear algebra is held.
_allowed: ContextVar[int | None] = ContextVar("allowed threads", default=None)


@contextmanager
def one_thread(*, openmp: bool = True) -> Iterator[None]:
    """Hold linear algebra to one thread in a block; packages that are loaded later are not held.

    Parameters
    ----------
    openmp : bool
        Whether loops of OpenMP are held, too. Not where a network runs, as those of PyTorch are.
    """
    packages = _packages(len(sys.modules))
    before = _allowed.set(_threads_for_loops(packages))
    try:
        with packages.limit(limits=1, user_api=None if openmp else "blas"):
            yield
    finally:
        _allowed.reset(before)


def on_one_thread(
    *, openmp: bool = True
) -> Callable[[Callable[Options, Result]], Callable[Options, Result]]:
    """Let a function hold linear algebra to one thread, as of `one_thread`."""

    def decorated(function):
        @wraps(function)
        def held(*arguments, **options):
            with one_thread(openmp=openmp):
                return function(*arguments, **options)

        return held

    return decorated


def methods_on_one_thread(cls: Class) -> Class:
    """Let all public methods of a class hold linear algebra to one thread."""
    for name, each in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if isfunction(each):
            setattr(cls, name, on_one_thread()(each))
        elif isinstance(each, classmethod):
            setattr(cls, name, classmethod(on_one_thread()(each.__func__)))
    return cls


def allowed_threads():
    """Threads for own loops: as many as linear algebra may have, before it was held to one.

    So one limit, as of threadpoolctl, serves both.
    """
    return _threads_for_loops(_packages(len(sys.modules)))


@lru_cache(maxsize=1)
def _packages(_n_modules):
    """Libraries of threads in this process, looked for anew when modules have been imported since.

    The search takes 2 ms, a hundred times what some functions of the library take themselves.
    """
    return ThreadpoolController()


def _threads_for_loops(packages):
    known = [each.num_threads for each in packages.select(user_api="blas").lib_controllers]
    return _allowed.get() or min(known, default=1)
