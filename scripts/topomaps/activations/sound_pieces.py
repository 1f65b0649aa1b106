"""Activations of sounds from those of their pieces."""

import logging

import numpy as np

logger = logging.getLogger(__name__)

SLACK = 1e-9  # of a place, for rounding


def pooled_forward(forward, batch_size):
    """Function from pieces of sounds to activations and outputs of the sounds.

    Parameters
    ----------
    forward : callable
        Of a network: inputs (p, ...) -> (dict layer -> activations, outputs (p, C) or None).
    batch_size : int
        Pieces that the network sees at once.

    Returns
    -------
    callable
        `topomaps.models.sound_features.Pieces` of b sounds -> (dict layer -> (b, N), (b, h, w, N),
        or of positions a tuple (b, positions, N) and which count (b, positions); outputs (b, C)).
    """
    unknown = set()

    def call(pieces):
        found, outputs = _in_parts(forward, pieces, batch_size)
        for layer, values in found.items():
            values = values[0] if isinstance(values, tuple) else values
            if values.ndim == 4 and pieces.axis is None and _has_silence(pieces.parts):
                _say_once(unknown, layer)
        values = {layer: pooled(each, pieces) for layer, each in found.items()}
        return values, None if outputs is None else _weighted(outputs, pieces, _weights(pieces))

    return call


def pooled(values, pieces):
    """Activations of sounds from those of pieces.

    Parameters
    ----------
    values : ndarray (p, N), (p, positions, N) or (p, height, width, N); or (values, real)
        Real (p, positions) bool, the positions that the network does not fill up.
    pieces : topomaps.models.sound_features.Pieces

    Returns
    -------
    ndarray or (ndarray, ndarray)
        Units: the mean over the pieces, by how much of each counts. Positions: those of all pieces,
        one after another, and which count (b, positions); alone where all do. Feature maps: at each
        place the mean over the pieces in which it counts; a place that counts in none has the mean
        over those that do, so that means of maps are those of the sound.
    """
    values, real = values if isinstance(values, tuple) else (values, None)
    if values.ndim == 2:
        return _weighted(values, pieces, _weights(pieces))
    if values.ndim == 3:
        return _positions(values, real, pieces)
    return _maps(values, pieces)


def counted(parts, n_positions):
    """Which of the positions (p, n_positions) of some pieces count, at least one of each."""
    places = np.arange(n_positions)
    first = np.minimum(np.floor(parts[:, :1] * n_positions + SLACK), n_positions - 1)
    end = np.maximum(np.ceil(parts[:, 1:] * n_positions - SLACK), first + 1)
    return (places >= first) & (places < end)


def _in_parts(forward, pieces, batch_size):
    """Activations and outputs of all pieces, a few at a time."""
    n_pieces, parts = len(pieces.owners), []
    for start in range(0, n_pieces, batch_size):
        part = slice(start, start + batch_size)
        inputs = pieces.inputs
        parts.append(
            forward({name: each[part] for name, each in inputs.items()}
                    if isinstance(inputs, dict) else inputs[part])
        )  # fmt: skip
    if len(parts) == 1:
        return parts[0]
    found = {layer: _joined([each[layer] for each, _ in parts]) for layer in parts[0][0]}
    outputs = None if parts[0][1] is None else np.concatenate([each for _, each in parts])
    return found, outputs


def _joined(parts):
    if isinstance(parts[0], tuple):
        return tuple(np.concatenate(each) for each in zip(*parts, strict=True))
    return np.concatenate(parts)


def _weights(pieces):
    """Share (p,) of each piece that counts."""
    return np.ptp(pieces.parts, axis=1)


def _starts(pieces):
    """First piece (b,) of each sound."""
    return np.flatnonzero(np.diff(pieces.owners, prepend=-1))


def _weighted(values, pieces, weights):
    """Weighted means (b, ...) over the pieces of each sound; `weights` as the values, or (p,)."""
    if len(pieces) == len(values) and weights.ndim == 1:
        return values
    weights = weights.reshape(*weights.shape, *[1] * (values.ndim - weights.ndim))
    sums = np.add.reduceat(values.astype(np.float64) * weights, _starts(pieces), axis=0)
    totals = np.add.reduceat(weights, _starts(pieces), axis=0)
    return np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0).astype(values.dtype)


def _positions(values, real, pieces):
    counts = counted(pieces.parts, values.shape[1])
    if real is not None:
        counts &= real
    if len(pieces) == len(values):
        return values if counts.all() else (values, counts)
    starts, n_pieces = _starts(pieces), np.bincount(pieces.owners)
    places = np.arange(len(values)) - np.repeat(starts, n_pieces)
    shape = len(pieces), n_pieces.max(), values.shape[1]
    found = np.zeros((*shape, values.shape[2]), dtype=values.dtype)
    mask = np.zeros(shape, dtype=bool)
    found[pieces.owners, places], mask[pieces.owners, places] = values, counts
    return found.reshape(len(found), -1, values.shape[2]), mask.reshape(len(mask), -1)


def _maps(values, pieces):
    if pieces.axis is None:
        return _weighted(values, pieces, _weights(pieces))
    counts = counted(pieces.parts, values.shape[pieces.axis])
    if counts.all() and len(pieces) == len(values):
        return values
    shape = [len(values), 1, 1, 1]
    shape[pieces.axis] = counts.shape[1]
    weights = counts.reshape(shape).astype(np.float64)
    means = _weighted(values, pieces, weights)
    known = np.logical_or.reduceat(weights > 0, _starts(pieces), axis=0)
    n_known = known.sum(axis=(1, 2), keepdims=True) * (values.shape[3 - pieces.axis])
    filling = np.where(known, means, 0).sum(axis=(1, 2), keepdims=True, dtype=np.float64) / n_known
    return np.where(known, means, filling).astype(values.dtype)


def _has_silence(parts):
    """Whether a piece ends with what is not of its sound."""
    return bool((parts[:, 1] < 1).any())


def _say_once(said, layer):
    if layer not in said:
        said.add(layer)
        logger.warning(
            "layer %s: it is not known where the time is in its feature maps, so that they count "
            "the silence after sounds that are shorter than a piece; `shorter: repeat` of the "
            "model's key `sounds` fills these up by themselves", layer,
        )  # fmt: skip
