"""The network runs on from a layer, once as it is and once for each set of neurons, by batches."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topomaps.effects.group_sums import counted
from topomaps.effects.replacements import altered

N_DRAWS = 200  # of the bootstrap


@dataclass(frozen=True, eq=False)
class SetSums:
    """Sums of `topomaps.effects.group_sums.counted` over inputs of G groups; add up over inputs.

    Attributes
    ----------
    before : ndarray, shape (G, W)
        As the network is.
    drawn_before : ndarray, shape (B, G, W)
        The same under the weights of the bootstrap.
    after : list of ndarray, shape (S, G, W)
        Of each region: with its neurons replaced, and with those of its control sets.
    drawn_after : list of ndarray, shape (B, G, W)
        Of each region, under the same weights as before.
    """

    before: NDArray[Any]
    drawn_before: NDArray[Any]
    after: list
    drawn_after: list


def sums_of_sets(run, batches, inputs, sets, replacements, *, threshold, weights, at_once=0):
    """Sum what the network gives for the inputs of each group, region and control set.

    Parameters
    ----------
    run : callable
        From activations (k, ...) and the numbers (k,) of their inputs to outputs (k, C).
    batches : iterable of tuple
        Numbers (m,) of inputs, and their activations (m, ...).
    inputs : topomaps.effects.group_sums.Inputs
    sets : list of list of ndarray
        Of each region: its neurons, and those of its control sets.
    replacements : topomaps.effects.replacements.Replacements
    threshold : float
        As of `topomaps.effects.group_sums.threshold_of`.
    weights : callable
        From numbers (m,) of inputs to their weights (B, m) in the draws of the bootstrap.
    at_once : int
        Numbers that the activations of one run may have: several sets run at once then.

    Returns
    -------
    SetSums
    """
    total = None
    for rows, values in batches:
        found = _of_batch(
            run, rows, values, inputs, sets, replacements, threshold, weights, at_once
        )
        total = found if total is None else _added(total, found)
    return total


def _of_batch(run, rows, values, inputs, sets, replacements, threshold, weights, at_once):
    labels = None if inputs.labels is None else inputs.labels[rows]
    masks, replaced, drawn = inputs.masks(rows), replacements.of(rows), weights(rows)

    def counts(chosen):
        """Of each run, the numbers (s, m, W) of its sets."""
        for outputs in outputs_of_sets(run, rows, values, replaced, chosen, at_once):
            yield counted(outputs, labels, threshold)

    plain = next(counts([[]]))[0]
    after, drawn_after = [], []
    for region, *controls in sets:
        own = next(counts([region]))[0]
        after.append(np.concatenate([[masks @ own], *(masks @ each for each in counts(controls))]))
        drawn_after.append(_drawn(drawn, masks, own))
    return SetSums(masks @ plain, _drawn(drawn, masks, plain), after, drawn_after)


def _drawn(weights, masks, counts):
    """Sums (B, G, W) of counts (m, W) under weights (B, m), over the inputs of masks (G, m)."""
    return np.stack([(weights * mask) @ counts for mask in masks], axis=1)


def outputs_of_sets(run, rows, values, replaced, sets, at_once=0):
    """Yield outputs (s, m, C) of m inputs, with the neurons of s sets replaced in one run."""
    n_sets = max(1, at_once // values.size)
    for start in range(0, len(sets), n_sets):
        chosen = sets[start : start + n_sets]
        changed = altered(values, replaced, chosen)
        outputs = run(changed.reshape(-1, *values.shape[1:]), np.tile(rows, len(chosen)))
        outputs = checked_outputs(outputs, len(chosen) * len(rows))
        yield outputs.reshape(len(chosen), len(rows), -1)


def checked_outputs(outputs, n_inputs):
    """Outputs (n, C) as float64; refused unless there is a row of finite numbers per input."""
    outputs = outputs.detach().cpu() if hasattr(outputs, "detach") else outputs
    outputs = np.asarray(outputs, dtype=np.float64)
    outputs = outputs[:, None] if outputs.ndim == 1 else outputs
    if outputs.ndim != 2 or len(outputs) != n_inputs or not outputs.shape[1]:
        raise ValueError(
            f"run gave outputs of the shape {outputs.shape} for {n_inputs} inputs; it has to give "
            "a row of numbers for each, one for each class"
        )
    if not np.isfinite(outputs).all():
        raise ValueError("run gave outputs that are not finite; it has to give finite numbers")
    return outputs


def _added(first, second):
    return SetSums(
        first.before + second.before,
        first.drawn_before + second.drawn_before,
        [a + b for a, b in zip(first.after, second.after, strict=True)],
        [a + b for a, b in zip(first.drawn_after, second.drawn_after, strict=True)],
    )


class BootstrapWeights:
    """How often each input is drawn: Poisson(1), by the whole block (Chamandy and others 2012).

    Weights of an input do not depend on how many there are, so that inputs come in batches.

    Parameters
    ----------
    seed : int
    units : ndarray of int, shape (n,), or None
        Block of each input, numbered from 0; None where each is its own.
    n_draws : int
    """

    def __init__(self, seed, units=None, n_draws=N_DRAWS):
        self._seed, self._units, self._n_draws = seed, units, n_draws

    def __call__(self, rows):
        """Weights (B, m) of the inputs `rows`."""
        units = rows if self._units is None else self._units[rows]
        known, places = np.unique(units, return_inverse=True)
        drawn = [np.random.default_rng([self._seed, unit]) for unit in known]
        return np.stack([each.poisson(1, self._n_draws) for each in drawn])[places].T.astype(float)
