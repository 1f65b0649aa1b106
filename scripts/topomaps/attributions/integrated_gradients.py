"""Integrated gradients: a region's activity dealt out among the elements of an input.

Sundararajan, Taly and Yan (2017), equation 1: the difference from a baseline times the mean
gradient on the straight line from there. The library of the field, captum, does the same for
networks of PyTorch alone; here any function that gives gradients will do.
"""

import numpy as np


def integrated_gradients(derived, values, baseline, n_steps, batch_size):
    """Integrated gradients of one input.

    Parameters
    ----------
    derived : callable
        Inputs (b, ...) -> activity (b,) and its gradients (b, ...).
    values, baseline : ndarray, shape (...)
    n_steps : int
        Points of the line, in the middle of as many equal pieces.
    batch_size : int

    Returns
    -------
    ndarray of float64, shape (...)
        Their sum is nearly the difference of the activities of input and baseline.
    """
    values, baseline = (np.asarray(each, dtype=np.float64) for each in (values, baseline))
    places = (np.arange(n_steps) + 0.5) / n_steps
    places = places.reshape(-1, *[1] * values.ndim)
    total = np.zeros(values.shape)
    for start in range(0, n_steps, batch_size):
        line = baseline + places[start : start + batch_size] * (values - baseline)
        total += np.asarray(derived(line.astype(np.float32))[1], np.float64).sum(axis=0)
    return (values - baseline) * total / n_steps


def incompleteness(attributions, value, value_of_baseline):
    """How far attributions miss the difference that they are to sum up to, as a share of it."""
    difference = value - value_of_baseline
    missed = abs(np.sum(attributions) - difference)
    return float(missed / abs(difference)) if difference else float(missed > 0)
