"""Sums of rows over very many subsets of them.

Four rows have sixteen subsets. Their sums are tabled once, and each subset of all rows then needs
one addition for four rows instead of four (the method of four Russians; Arlazarov et al. 1970). A
processor adds `WIDTH` neurons at a time; numba leaves so short loops to the scalar unit, therefore
that step is written for LLVM directly.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from topomaps.common.numba_cache import compiled
from topomaps.common.thread_pool import nearly_equal_ranges, thread_pool

WIDTH = 16  # neurons that are added at once: two lines of the cache
ROWS = 32  # that a word of 32 bits chooses from; the tables of their subsets fill 16 KB
FOURS, SUBSETS = ROWS // 4, 16
SUBSETS_AT_ONCE = 1024  # whose sums stay in the second cache


class SubsetSums:
    """Sums of rows over subsets, which grow as rows come.

    Exact, and therefore the same in whatever order rows come, if float64 holds all partial sums.

    Parameters
    ----------
    n_subsets : int
    n_neurons : int
    threads : int
    """

    def __init__(self, n_subsets, n_neurons, threads=1):
        self._n_neurons, self._threads = n_neurons, threads
        self._sums = _aligned((-(-n_neurons // WIDTH), n_subsets, WIDTH))

    def add(self, values, chosen):
        """Add rows.

        Parameters
        ----------
        values : ndarray of float64, shape (b, N)
        chosen : ndarray of bool, shape (n_subsets, b)
            Which rows belong to which subset.
        """
        n_words = -(-len(values) // ROWS)
        padded = _aligned((len(self._sums), n_words * ROWS, WIDTH))
        for strip, begin in zip(padded, range(0, self._n_neurons, WIDTH), strict=True):
            part = values[:, begin : begin + WIDTH]
            strip[: len(values), : part.shape[1]] = part
        bits = np.zeros((len(chosen), 4 * n_words), np.uint8)
        packed = np.packbits(chosen, axis=1, bitorder="little")
        bits[:, : packed.shape[1]] = packed
        words = np.ascontiguousarray(bits.view("<u4").T).astype(np.uint32, copy=False)
        with thread_pool(self._threads) as share:
            share(
                lambda strips: _add(padded, words, self._sums, _tables(), *strips),
                nearly_equal_ranges(len(padded), self._threads),
            )

    def sums(self):
        """Sums so far, shape (n_subsets, N)."""
        strips = np.moveaxis(self._sums, 0, 1)
        return strips.reshape(len(strips), -1)[:, : self._n_neurons]


def _aligned(shape):
    """Zeros that begin with a line of the cache: loads across two lines take twice as long."""
    size = int(np.prod(shape))
    room = np.zeros(size + 8)
    begin = -room.ctypes.data // 8 % 8
    return room[begin : begin + size].reshape(shape)


def _tables():
    return _aligned((FOURS, SUBSETS, WIDTH))


@intrinsic
def _add_entries(context, sums, tables, word):
    """Add to `WIDTH` sums, at an address, the entries of the tables that a word chooses."""

    def generate(context, builder, signature, arguments):
        vector = ir.VectorType(ir.DoubleType(), WIDTH).as_pointer()
        sums, tables, word = arguments
        address = ir.IntType(64)
        place = builder.inttoptr(sums, vector)
        total, word = builder.load(place, align=64), builder.zext(word, address)
        for four in range(FOURS):
            bits = builder.and_(builder.lshr(word, address(4 * four)), address(SUBSETS - 1))
            entry = builder.add(builder.mul(bits, address(8 * WIDTH)), tables)
            entry = builder.add(entry, address(8 * WIDTH * SUBSETS * four))
            total = builder.fadd(total, builder.load(builder.inttoptr(entry, vector), align=64))
        builder.store(total, place, align=64)
        return context.get_dummy_value()

    return types.void(types.uintp, types.uintp, types.uint32), generate


@compiled
def _add(strips, words, sums, tables, first, last):
    """Add the rows (strips, rows, WIDTH) of some strips to their sums (strips, subsets, WIDTH)."""
    n_words, n_subsets = words.shape
    for strip in range(first, last):
        for start in range(0, n_subsets, SUBSETS_AT_ONCE):
            stop = min(start + SUBSETS_AT_ONCE, n_subsets)
            for word in range(n_words):
                _table(strips[strip, word * ROWS : (word + 1) * ROWS], tables)
                address = sums[strip].ctypes.data
                for subset in range(start, stop):
                    place = np.uintp(address + np.uintp(8 * WIDTH * subset))
                    _add_entries(place, tables.ctypes.data, words[word, subset])


@compiled
def _table(rows, tables):
    """Sums of all subsets of each four rows of (ROWS, WIDTH); tables (FOURS, SUBSETS, WIDTH)."""
    width = rows.shape[1]
    for four in range(FOURS):
        for row in range(4):
            for subset in range(1 << row):
                for column in range(width):
                    tables[four, (1 << row) + subset, column] = (
                        tables[four, subset, column] + rows[4 * four + row, column]
                    )
