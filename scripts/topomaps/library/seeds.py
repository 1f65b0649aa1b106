"""The seed of a random function: `seed` and `random_state` are two names of it, 0 by default."""

from numbers import Integral

import numpy as np

LARGEST = 2**32
STREAMS = (np.random.SeedSequence, np.random.Generator)


def one_seed(seed=0, random_state=None, streams=False):
    """The seed, by whichever of its names it is given.

    Parameters
    ----------
    seed : int
    random_state : int, numpy.random.RandomState, SeedSequence, Generator or None
        The name of scikit-learn; None is the `seed`. Of a generator, the next number is taken.
    streams : bool
        Whether a SeedSequence or a Generator stays as it is.

    Raises
    ------
    ValueError
        If both are given and differ, or if it is no whole number from 0 to 2**32 - 1.
    """
    if random_state is not None:
        if seed != 0 and seed is not random_state and seed != random_state:
            raise ValueError(
                f"seed is {seed!r} and random_state is {random_state!r}: these are two names of "
                "the same number, give one of them"
            )
        seed = random_state
    if isinstance(seed, STREAMS):
        return seed if streams else _drawn(seed)
    if isinstance(seed, np.random.RandomState):
        return int(seed.randint(LARGEST, dtype=np.int64))
    if isinstance(seed, (bool, np.bool_)) or not isinstance(seed, Integral):
        raise ValueError(f"The seed must be a whole number from 0 to 2**32 - 1, not {seed!r}.")
    if not 0 <= seed < LARGEST:
        raise ValueError(f"The seed must be a whole number from 0 to 2**32 - 1, not {seed}.")
    return int(seed)


def _drawn(stream):
    """A number from a stream."""
    if isinstance(stream, np.random.Generator):
        return int(stream.integers(LARGEST))
    return int(stream.generate_state(1)[0])
