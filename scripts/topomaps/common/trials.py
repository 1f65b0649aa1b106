"""Trials: what is the same in all of them, what is drawn anew, and from which seed."""

import numpy as np

from topomaps.common.seeds import seed_for


def one_per_trial(draws, key, trials):
    """Array `key` of the drawn inputs for each of the trials.

    Parameters
    ----------
    draws : dict
        Arrays of a file of NAPs, with `trials (T,)` and the array `key (T, ...)`. A file with a
        single draw (condition `layout`) serves every trial.
    key : str
    trials : sequence of int

    Returns
    -------
    ndarray, shape (len(trials), ...)

    Raises
    ------
    ValueError
        If a trial is not in the file.
    """
    values, drawn = draws[key], list(draws["trials"])
    if len(drawn) == 1:
        return np.broadcast_to(values, (len(trials), *values.shape[1:]))
    if missing := sorted(set(trials) - set(drawn)):
        raise ValueError(f"the file of NAPs has no trial {missing[0]}, only {drawn[0]}-{drawn[-1]}")
    return values[[drawn.index(trial) for trial in trials]]


def layout_seeds(seed, *, experiment, condition, layer, method, trials):
    """Seed of a method's layout in each trial, the same however trials are cut into jobs."""
    return np.array(
        [seed_for(seed, experiment, condition, trial, layer, method) for trial in trials]
    )
