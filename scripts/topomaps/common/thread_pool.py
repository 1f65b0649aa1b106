"""Threads that share the work of one small step, over and over."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise


@contextmanager
def thread_pool(threads):
    """Keep threads ready while the block runs.

    Parameters
    ----------
    threads : int
        The caller is one of them: handing everything to others would wake a thread for nothing.

    Yields
    ------
    callable
        `share(function, items)` gives the list of function(item). Meant for at most as many items
        as threads; the first one is the caller's.
    """
    if threads == 1:
        yield lambda function, items: [function(item) for item in items]
        return
    with ThreadPoolExecutor(threads - 1) as pool:

        def share(function, items):
            own, *others = items
            promised = [pool.submit(function, item) for item in others]
            return [function(own), *(promise.result() for promise in promised)]

        yield share


def nearly_equal_ranges(n_items, n_blocks):
    """Cut 0 … n_items into (first, last) bounds of n_blocks ranges of nearly equal length."""
    bounds = [n_items * block // n_blocks for block in range(n_blocks + 1)]
    return list(pairwise(bounds))
