"""Which single inputs probably bear a wrong label, from outputs and activations together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, logsumexp

from topomaps.statistics.confident_learning import self_confidence
from topomaps.statistics.label_noise import weigh, without_confusions
from topomaps.statistics.label_regression import forward_corrected, with_constant
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.populations import cuts, normalised, population_densities

COLUMNS = ("index", "given", "likelier", "score", "outputs", "activations")
REFITS = 2  # of the populations, the second time with the weights that they deserve
PARTS = 2  # a part of the inputs is judged by a regression on the others


def suspicious_inputs(
    activations: ArrayLike | Sequence[ArrayLike],
    labels: ArrayLike,
    probabilities: ArrayLike | None = None,
    *,
    folds: ArrayLike | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Probability of each input that its given label is wrong.

    Three kinds of evidence of an input's population are weighed against each other: what the
    network predicts; the densities of populations that act alike in the layers
    (`topomaps.statistics.populations`); and a regression on activations and outputs. How often a
    population bears which label is estimated along, without the right labels: where the labels of
    one class belong to two populations, the second one is suspicious though a network that learned
    these labels is sure of them; where labels are wrong here and there, outputs decide.

    Parameters
    ----------
    activations : array-like (n, N), or list of them (n, N_i)
        Units, or means of feature maps, of one layer or several. May be mapped from files, or
        computed when rows are read: they are read twice, in blocks.
    labels : array of int (n,)
        Given labels, 0 to C - 1.
    probabilities : array (n, C), optional
        Predictions of a network that was not trained with these labels.
    folds : array (n,), optional
        With cross-validation, which of the networks gives an input's activations and predictions;
        neurons of different networks are never compared.
    seed : int

    Returns
    -------
    pandas.DataFrame
        A row per input, in their order; columns `COLUMNS`: the most probable class other than the
        given one, which is what the label should be if it is wrong (it is more probably wrong than
        right where the score is above 0.5); the probability that the label is wrong; evidence
        against the label from outputs alone (one minus confident learning's self-confidence; NaN
        without probabilities) and from activations alone (the same probability as the score, by
        densities of populations).

    Raises
    ------
    ValueError
        As `topomaps.statistics.labelled_layers.check_labelled`, or if activations are not finite.
    """
    data = check_labelled(activations, labels, probabilities, folds)
    features = [components(data, rows, seed) for rows in data.folds]
    logs, frequencies, densities = _judge(data, features, seed)
    del features  # as large as all that follows
    posterior = normalised(logs + np.log(frequencies.T[data.labels]))
    alone, *_ = weigh([densities], data.labels, frequencies, [0.1], update=False)
    outputs = np.full(len(data.labels), np.nan)
    if data.log_probabilities is not None:
        outputs = 1 - self_confidence(data.labels, np.exp(data.log_probabilities))
    columns = (
        np.arange(len(data.labels)),
        data.labels,
        _others(posterior, data.labels).argmax(axis=1),
        _wrong(posterior, data.labels),
        outputs,
        _wrong(alone + np.log(frequencies.T[data.labels]), data.labels),
    )
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _judge(data, features, seed):
    """Log-probabilities (n, C) of populations, frequencies of labels (C, C), log-densities."""
    evidence, weights = [data.log_probabilities], [0.1, 0.5]
    if data.log_probabilities is None:
        evidence, weights = [], [0.1]
    start = None
    for _ in range(REFITS):
        densities, frequencies = population_densities(features, data, start)
        kinds = [densities, *evidence]
        combined, frequencies, weights = weigh(
            kinds, data.labels, frequencies, weights, kept=data.tiny
        )
        posterior = np.exp(normalised(combined + np.log(frequencies.T[data.labels])))
        start = posterior, frequencies, weights[0]
    frequencies = without_confusions(frequencies, combined)
    regression = _regress(data, features, frequencies, seed)
    combined, *_ = weigh(
        [*kinds, regression], data.labels, frequencies, [*weights / 2, 0.5], update=False
    )
    return combined, frequencies, densities


def _regress(data, features, frequencies, seed):
    """Log-probabilities (n, C) by regressions on the other part of an input's fold."""
    part = np.random.default_rng(seed).integers(PARTS, size=len(data.labels))
    logs = np.empty((len(data.labels), data.n_classes))
    for values, rows in zip(features, data.folds, strict=True):
        scale = np.sqrt(np.mean(np.square(values), dtype=np.float64) + 1e-300)
        for number in range(PARTS):
            others = part[rows] != number
            fitted = forward_corrected(
                values[others], data.labels[rows[others]], frequencies, scale=scale
            )
            own = np.flatnonzero(~others)
            for some in cuts(len(own), data.n_classes):
                design = with_constant(values[own[some]] / scale)
                logs[rows[own[some]]] = normalised(design @ fitted)
    return logs


def _others(logs, labels):
    """Logs (n, C) with minus infinity at the label."""
    others = np.array(logs)
    others[np.arange(len(labels)), labels] = -np.inf
    return others


def _wrong(logs, labels):
    """Probability (n,) that the population is another than the label's, from logs (n, C)."""
    own = logs[np.arange(len(labels)), labels]
    return expit(logsumexp(_others(logs, labels), axis=1) - own)
