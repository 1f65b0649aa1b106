"""Fitting of linear probes to one half of the inputs, to be judged on the other."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from topomaps.effects.probes import LinearProbe

MAX_ITERATIONS = 1000


def fit_probe(activations, values, seed, blocks=None):
    """Fit a probe to half of the inputs.

    Parameters
    ----------
    activations : ndarray, shape (n, D)
    values : array of str, shape (n,)
        Of the attribute; empty where it is missing.
    seed : int
    blocks : ndarray of int, shape (n,), optional
        Inputs that depend on each other; they come into one half.

    Returns
    -------
    probe : LinearProbe
    held_out : ndarray of bool, shape (n,)
        The inputs of the other half that have a value.
    quality : dict
        Of the held-out half: `n`, `accuracy`, and the `largest_share` of a value, which a probe
        that always says the same would reach.

    Raises
    ------
    ValueError
        If fewer than two values, or too few inputs of a value, are there.
    """
    values, known = np.asarray(values), np.asarray(values) != ""
    held_out = _halves(values, known, seed, blocks)
    learned, held_out = known & ~held_out, known & held_out
    names = np.array(sorted(set(values[known].tolist())))
    if len(names) < 2 or any((values[half] == name).sum() < 2 for half in (learned, held_out)
                             for name in names):  # fmt: skip
        raise ValueError(
            f"a probe needs two values or more with four inputs or more each, but there are "
            f"{', '.join(f'{(values == name).sum()} of {str(name)!r}' for name in names)}"
        )
    scale = activations[learned].std(axis=0)
    centre, scale = activations[learned].mean(axis=0), np.where(scale > 0, scale, 1)
    model = LogisticRegression(C=1 / np.sqrt(activations.shape[1]), max_iter=MAX_ITERATIONS)
    model.fit((activations[learned] - centre) / scale, values[learned])
    weights, intercept = model.coef_.T / scale[:, None], model.intercept_
    if len(names) == 2:  # scikit-learn gives one score, of the second value
        weights, intercept = np.hstack([0 * weights, weights]), np.append(0, intercept)
    intercept = intercept - centre @ weights
    probe = LinearProbe(tuple(names.tolist()), weights, intercept)
    right = names[probe(activations[held_out]).argmax(axis=1)] == values[held_out]
    shares = [(values[held_out] == name).mean() for name in names]
    quality = {"n": int(held_out.sum()), "accuracy": right.mean(), "largest_share": max(shares)}
    return probe, held_out, quality


def _halves(values, known, seed, blocks):
    """A half of the inputs (n,) bool, of each value as many as can be; blocks as wholes."""
    units = np.arange(len(values)) if blocks is None else np.asarray(blocks)
    generator = np.random.default_rng(seed)
    chosen = np.zeros(len(values), dtype=bool)
    done = np.zeros(units.max() + 1, dtype=bool)
    for name in np.unique(values[known]):
        own = np.unique(units[known & (values == name)])
        own = generator.permutation(own[~done[own]])
        done[own] = True
        chosen |= np.isin(units, own[: len(own) // 2])
    return chosen
