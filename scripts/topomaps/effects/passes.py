"""The network runs on from a layer, once as it is and once for each set of neurons, by batches."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topomaps.activations.exact_sums import ExactSums
from topomaps.effects.group_sums import counted
from topomaps.effects.replacements import altered

N_DRAWS = 200  # of the bootstrap


@dataclass(frozen=True, eq=False)
class SetSums:
    """Sums of `topomaps.effects.group_sums.counted` over inputs of G groups.

    Attributes
    ----------
    before : ndarray, shape (G, W)
        As the network is.
    drawn_before : ndarray, shape (B, G, W)
        The same under the weights of the bootstrap.
    after : ndarray, shape (R, 1 + S, G, W)
        Of each region: with its neurons replaced, and with those of its control sets.
    drawn_after : ndarray, shape (R, B, G, W)
        Of each region, under the same weights as before.
    """

    before: NDArray[Any]
    drawn_before: NDArray[Any]
    after: NDArray[Any]
    drawn_after: NDArray[Any]


class ExactSetSums:
    """Sums of batches (`SetSums`), exact, so that it does not matter how inputs are cut.

    Parameters
    ----------
    parts : dict of str -> list of ndarray, optional
        As of `parts` of another one.
    """

    def __init__(self, parts=None):
        self._sums = {}
        for name, each in (parts or {}).items():
            self._sums[name] = ExactSums(each[0].shape)
            self._sums[name].parts = list(each)

    @property
    def parts(self):
        """Numbers whose sum is the exact one, by the names of `SetSums`."""
        return {name: each.parts for name, each in self._sums.items()}

    def add(self, sums):
        """Add the sums of a batch (SetSums)."""
        for name, each in vars(sums).items():
            self._add(name, each)

    def add_parts(self, parts):
        """Add the parts of another one."""
        for name, several in parts.items():
            for each in several:
                self._add(name, each)

    def _add(self, name, values):
        exact = self._sums.setdefault(name, ExactSums(values.shape))
        exact.add(values.reshape(len(values), -1))

    def rounded(self):
        """The sums as `SetSums`."""
        return SetSums(**{name: each.rounded() for name, each in self._sums.items()})


def sums_of_sets(run, batches, inputs, sets, replacements, *, threshold, weights, at_once=0):
    """Sum what the network gives for the inputs of each group, region and control set.

    Parameters
    ----------
    run : callable
        From activations (k, ...) and what the network's inputs are, or None, to outputs (k, C).
    batches : iterable of tuple
        Numbers (m,) of inputs, their activations (m, ...), and the inputs themselves or None.
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
    ExactSetSums
    """
    total = ExactSetSums()
    for batch in batches:
        total.add(_of_batch(run, batch, inputs, sets, replacements, threshold, weights, at_once))
    return total


def _of_batch(run, batch, inputs, sets, replacements, threshold, weights, at_once):
    rows, values, seen = batch
    labels = None if inputs.labels is None else inputs.labels[rows]
    masks, replaced, drawn = inputs.masks(rows), replacements.of(rows), weights(rows)

    def counts(chosen):
        """Of each run, the numbers (s, m, W) of its sets."""
        for outputs in outputs_of_sets(run, values, seen, replaced, chosen, at_once):
            yield counted(outputs, labels, threshold, inputs.kept)

    plain = next(counts([[]]))[0]
    after, drawn_after = [], []
    for region, *controls in sets:
        own = next(counts([region]))[0]
        if all(np.array_equal(region, each) for each in controls):  # a whole layer, for one
            after.append(np.repeat((masks @ own)[None], 1 + len(controls), axis=0))
        else:
            others = [masks @ each for each in counts(controls)]
            after.append(np.concatenate([[masks @ own], *others]))
        drawn_after.append(_drawn(drawn, masks, own))
    return SetSums(
        masks @ plain, _drawn(drawn, masks, plain), np.stack(after), np.stack(drawn_after)
    )


def _drawn(weights, masks, counts):
    """Sums (B, G, W) of counts (m, W) under weights (B, m), over the inputs of masks (G, m)."""
    return np.stack([(weights * mask) @ counts for mask in masks], axis=1)


def outputs_of_sets(run, values, seen, replaced, sets, at_once=0):
    """Yield outputs (s, m, C) of m inputs, with the neurons of s sets replaced in one run."""
    n_sets = max(1, at_once // values.size)
    for start in range(0, len(sets), n_sets):
        chosen = sets[start : start + n_sets]
        changed = altered(values, replaced, chosen)
        outputs = run(changed.reshape(-1, *values.shape[1:]), repeated(seen, len(chosen)))
        outputs = checked_outputs(outputs, len(chosen) * len(values))
        yield outputs.reshape(len(chosen), len(values), -1)


def repeated(seen, times):
    """Inputs (m, ...), or a mapping of such arrays, one after another several times."""
    if seen is None or times == 1:
        return seen
    if isinstance(seen, dict):
        return {name: repeated(each, times) for name, each in seen.items()}
    return np.concatenate([seen] * times)


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
        drawn = [np.random.default_rng([self._seed, 2, unit]) for unit in known]
        return np.stack([each.poisson(1, self._n_draws) for each in drawn])[places].T.astype(float)
