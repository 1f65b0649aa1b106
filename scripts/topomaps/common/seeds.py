"""Seeds as a function of names: no result depends on the order or the cutting of jobs."""

import hashlib

import numpy as np


def seed_for(*names):
    """Seed (32-bit integer) of what the names describe, by a stable digest.

    Parameters
    ----------
    *names : str or int
        For example base seed, experiment, condition and trial.
    """
    digest = hashlib.sha256("\0".join(str(name) for name in names).encode()).digest()
    return int(np.random.SeedSequence(int.from_bytes(digest)).generate_state(1)[0])


def generator_for(*names):
    """Random generator of what the names describe."""
    return np.random.default_rng(seed_for(*names))
