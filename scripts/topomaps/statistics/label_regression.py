"""Which population an input belongs to, by a regression on right labels that are not known."""

import numpy as np
from scipy.optimize import minimize

from topomaps.statistics.label_noise import explained
from topomaps.statistics.populations import cuts


def forward_corrected(features, labels, frequencies, *, scale=1.0, penalty=10.0, steps=40):
    """Coefficients (F + 1, C) of a multinomial logistic regression on the *right* labels.

    Parameters
    ----------
    features : ndarray, shape (n, F)
    labels : ndarray of int, shape (n,)
        The given labels, which come about by the frequencies (C, C).
    scale : float
        What features are divided by.
    """
    n_classes = len(frequencies)

    def misfit(flat):
        coefficients = flat.reshape(-1, n_classes)
        value, slope = penalty / 2 * flat @ flat, penalty * flat
        for part in cuts(len(labels), n_classes):
            design = with_constant(features[part] / scale)
            shares, right, log = explained(design @ coefficients, frequencies.T[labels[part]])
            slope += (design.T @ (shares - right)).ravel()
            value -= log
        return value / len(labels), slope / len(labels)

    start = np.zeros((features.shape[1] + 1) * n_classes)
    found = minimize(misfit, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x.reshape(-1, n_classes)


def with_constant(features):
    """Features (n, F) and a column of ones, in double precision."""
    return np.column_stack([features, np.ones(len(features))])
