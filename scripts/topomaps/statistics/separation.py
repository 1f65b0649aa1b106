"""How far groups lie apart in a layer, against their separation under permutation."""

from dataclasses import dataclass

import numpy as np

# Statistics that differ by rounding alone count as equal (the same partition, groups renamed).
TIE_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Separation:
    """Separation of G groups in a layer of N neurons, with its values under B permutations.

    Attributes
    ----------
    groups : (G,) names, sorted
    counts : (G,) images per group
    naps : (G, N) group mean minus unweighted mean over groups, nuisance strata taken out
    scores : (G, N) `naps` in units of their standard deviation under permutation
    statistic : mean absolute NAP over groups and neurons
    null : (B,) `statistic` under permutation
    null_maximum : (B,) largest absolute score over groups and neurons under permutation
    """

    groups: np.ndarray
    counts: np.ndarray
    naps: np.ndarray
    scores: np.ndarray
    statistic: float
    null: np.ndarray
    null_maximum: np.ndarray

    @property
    def p(self):
        """Probability of a separation at least as large by chance."""
        return float(_p_values(self.statistic, self.null))

    @property
    def z(self):
        """Standard deviations above the mean of the permutations; NaN if they do not vary."""
        return _ratio(self.statistic - self.null.mean(), self.null.std(ddof=1))

    @property
    def ratio(self):
        """Statistic over the mean of the permutations; 1 is chance, NaN if that mean is 0."""
        return _ratio(self.statistic, self.null.mean())

    @property
    def maximum(self):
        """Largest absolute score over groups and neurons."""
        return float(np.abs(self.scores).max())

    @property
    def neuron_p(self):
        """Family-wise p per group and neuron (G, N): against the permutations' largest scores."""
        return _p_values(np.abs(self.scores), self.null_maximum)

    def summary(self, alpha=0.05):
        """One row of a table: statistic, its chance level, both tests, and how many neurons differ.

        `neurons_differing` counts neurons whose family-wise p is at most `alpha` in any group.
        """
        low, median, high = np.quantile(self.null, (alpha / 2, 0.5, 1 - alpha / 2))
        neuron_p = self.neuron_p
        return {
            "n_groups": len(self.groups),
            "n_images": int(self.counts.sum()),
            "n_neurons": self.naps.shape[1],
            "n_permutations": len(self.null),
            "statistic": self.statistic,
            "chance_mean": float(self.null.mean()),
            "chance_sd": float(self.null.std(ddof=1)),
            "chance_low": float(low),
            "chance_median": float(median),
            "chance_high": float(high),
            "ratio": self.ratio,
            "z": self.z,
            "p": self.p,
            "maximum": self.maximum,
            "maximum_threshold": float(np.quantile(self.null_maximum, 1 - alpha)),
            "maximum_p": float(neuron_p.min()),
            "neurons_differing": int((neuron_p <= alpha).any(axis=0).sum()),
        }


def _p_values(observed, null):
    """(b + 1) / (B + 1), where b of the B null values reach the observed ones."""
    reached = np.sort(null).searchsorted(np.asarray(observed) * (1 - TIE_TOLERANCE))
    return (len(null) - reached + 1) / (len(null) + 1)


def _ratio(value, base):
    return float(value / base) if base > 0 else np.nan
