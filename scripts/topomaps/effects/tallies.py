"""What a network gives for the inputs of each group, summed up batch by batch."""

import numpy as np

ENOUGH = 1e-3  # by which the outputs of an input may miss a sum of one, and still be probabilities


class Tally:
    """Sums over the inputs of each of G groups, of a network with K outputs.

    Attributes
    ----------
    predicted : ndarray, shape (G, K + 1, K)
        Inputs by label and predicted class; the last label stands for inputs without one.
    outputs : ndarray, shape (G, K)
        Sum of each output.
    moved : ndarray, shape (G,)
        Sum of how far the outputs of each input have moved (`distances`).
    """

    def __init__(self, n_groups, n_classes):
        self.predicted = np.zeros((n_groups, n_classes + 1, n_classes))
        self.outputs = np.zeros((n_groups, n_classes))
        self.moved = np.zeros(n_groups)

    def add(self, groups, labels, outputs, moved):
        """Add inputs: groups and labels (m,), outputs (m, K), and how far these moved (m,)."""
        np.add.at(self.predicted, (groups, labels, outputs.argmax(axis=1)), 1)
        np.add.at(self.outputs, groups, outputs)
        np.add.at(self.moved, groups, moved)

    @property
    def n(self):
        """Inputs of each group (G,)."""
        return self.predicted.sum(axis=(1, 2))

    @property
    def shares(self):
        """Share of each predicted class in each group (G, K)."""
        return self.predicted.sum(axis=1) / self.n[:, None]

    @property
    def accuracy(self):
        """Share of right predictions among the inputs with a label (G,); NaN where none has one."""
        known = self.predicted[:, :-1]
        with np.errstate(invalid="ignore"):
            return np.trace(known, axis1=1, axis2=2) / known.sum(axis=(1, 2))

    @property
    def gap_of_shares(self):
        """Largest difference between two groups in the share of a class (demographic parity)."""
        return float(np.ptp(self.shares, axis=0).max())

    @property
    def equalised_odds(self):
        """Largest difference between two groups in true or false positives (Hardt et al. 2016).

        Over all classes and pairs of groups that have inputs of the kind; NaN without labels.
        """
        known = self.predicted[:, :-1]
        hits = np.diagonal(known, axis1=1, axis2=2)
        positives = known.sum(axis=2)
        negatives = known.sum(axis=(1, 2))[:, None] - positives
        with np.errstate(invalid="ignore"):
            rates = np.stack([hits / positives, (known.sum(axis=1) - hits) / negatives])
        told = np.isfinite(rates).sum(axis=1) > 1
        if not told.any():
            return np.nan
        largest = np.where(np.isfinite(rates), rates, -np.inf).max(axis=1)
        smallest = np.where(np.isfinite(rates), rates, np.inf).min(axis=1)
        return float((largest - smallest)[told].max())


def distances(before, after, are_shares):
    """How far the outputs (m, K) of each input have moved (m,).

    Of probabilities, half the sum of the absolute changes (total variation), from 0 to 1; of other
    numbers, the mean absolute change.
    """
    change = np.abs(after - before)
    return change.sum(axis=1) / 2 if are_shares else change.mean(axis=1)


def are_probabilities(outputs):
    """Whether outputs (m, K) are positive and sum to one for each input."""
    return bool((outputs >= 0).all() and (np.abs(outputs.sum(axis=1) - 1) < ENOUGH).all())
