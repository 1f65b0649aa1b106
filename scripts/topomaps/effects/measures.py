"""What is measured of a network's outputs: of each group, and of the gap between groups."""

import numpy as np

MEAN, SHARE, ACCURACY, ODDS = "mean output", "share", "accuracy", "equalised odds"
COLUMNS = (
    "group", "output", "before", "after", "change", "low", "high", "p", "least_p",
    "measure", "n", "n_neurons", "control_low", "control_median", "control_high", "finding",
)  # fmt: skip
GAP = "gap"  # stands in the place of a group


def measures_of(outputs, has_labels, with_shares=True):
    """Pairs (measure, output) in the order of the last axis of `measured`."""
    found = [(MEAN, each) for each in outputs]
    if with_shares:
        found += [(SHARE, each) for each in outputs]
    return found + [(each, each) for each in (ACCURACY, ODDS) if has_labels]


def measured(summed, with_shares=True):
    """Measures of each group, and of the gap between groups.

    The gap is the largest difference between two groups: of mean outputs, of shares of predictions
    (demographic parity), of accuracies. Equalised odds are of the gap alone: the largest difference
    in true or false positives of any output (Hardt and others 2016).

    Parameters
    ----------
    summed : topomaps.effects.group_sums.Summed
        Of G groups.
    with_shares : bool

    Returns
    -------
    ndarray, shape (..., G + 1, M)
        The last row is the gap. NaN where there is nothing to measure.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [summed.outputs / summed.n[..., None]]
        if with_shares:
            parts.append(summed.predicted / summed.n[..., None])
        if summed.right is not None:
            parts.append((summed.right / summed.known)[..., None])
        values = np.concatenate(parts, axis=-1)
        rows = np.concatenate([values, _gap(values, axis=-2)[..., None, :]], axis=-2)
        if summed.right is None:
            return rows
        odds = np.full((*rows.shape[:-1], 1), np.nan)
        odds[..., -1, 0] = _equalised_odds(summed)
    return np.concatenate([rows, odds], axis=-1)


def _equalised_odds(summed):
    positives, known = summed.labelled, summed.known[..., None]
    false = summed.predicted_labelled - summed.hits
    rates = np.concatenate([summed.hits / positives, false / (known - positives)], axis=-1)
    gaps = _gap(rates, axis=-2)
    found = np.where(np.isfinite(gaps), gaps, -np.inf).max(axis=-1)
    return np.where(np.isfinite(found), found, np.nan)


def _gap(values, axis):
    """Largest difference along an axis, of the values that are known; NaN of fewer than two."""
    is_known = np.isfinite(values)
    high = np.where(is_known, values, -np.inf).max(axis=axis)
    low = np.where(is_known, values, np.inf).min(axis=axis)
    return np.where(is_known.sum(axis=axis) > 1, high - low, np.nan)
