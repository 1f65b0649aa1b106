"""Random halves of inputs: what is found in one is tested in the other."""

import numpy as np


def halves(members, generator, strata=None, blocks=None):
    """Two random halves of the inputs of each group.

    Parameters
    ----------
    members : ndarray of int, shape (n,)
        Group of each input, -1 for none.
    generator : numpy.random.Generator
    strata : ndarray of int, shape (n,), optional
        Each is halved, too.
    blocks : ndarray of int, shape (n,), optional
        Inputs of one block are in one half; a block counts for the group and the stratum of its
        first input.

    Returns
    -------
    tuple of two ndarray of int, shape (n,)
        Members of each half, -1 for the others.
    """
    used = np.flatnonzero(members >= 0)
    strata = np.zeros(len(members), int) if strata is None else strata
    blocks = np.arange(len(members)) if blocks is None else blocks
    _, heads, block = np.unique(blocks[used], return_index=True, return_inverse=True)
    kinds = np.stack([members[used], strata[used]])[:, heads]
    in_first, larger = np.zeros(len(heads), bool), 0
    for kind in np.unique(kinds, axis=1).T:
        drawn = generator.permutation(np.flatnonzero((kinds == kind[:, None]).all(axis=0)))
        in_first[drawn[: (len(drawn) + larger) // 2]] = True
        larger = (larger + len(drawn)) % 2  # odd numbers take turns
    first, second = np.full_like(members, -1), np.full_like(members, -1)
    for half, here in ((first, in_first[block]), (second, ~in_first[block])):
        half[used[here]] = members[used[here]]
    return first, second


def one_of_each(blocks, generator):
    """Places of one random input of each block, in increasing order.

    Inputs of different blocks are independent of each other.
    """
    order = generator.permutation(len(blocks))
    return np.sort(order[np.unique(blocks[order], return_index=True)[1]])
