"""How far groups lie apart in a layer, against their separation under permutation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.chance import chance_level

# Statistics that differ by rounding alone count as equal (the same partition, groups renamed).
TIE_TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class Separation:
    """Separation of G groups in a layer of N neurons, with its values under B permutations.

    Attributes
    ----------
    groups : (G,) names, sorted
    counts, n_units : (G,) images per group, and of what is permuted: images or blocks
    n_permutable : images in strata that hold several groups
    least_p : smallest p that can come out, of the labellings that there are and of B
    naps : (G, N) group mean minus unweighted mean over groups, nuisance strata taken out
    scores : (G, N) `naps` in units of their noise, as standard normal deviates
    statistic : squared NAPs beyond their noise, in units of what chance gives; chance is about 0
    effect_unit : effect at a statistic of 1
    effect_error : standard error of `effect`
    null : (B,) `statistic` under permutation
    null_maximum : (B,) largest absolute score over groups and neurons under permutation
    null_groups : (B, G) mean absolute score of each group under permutation
    measured, null_measured : (K,) and (B, K) what else was asked for
    """

    groups: NDArray[Any]
    counts: NDArray[np.integer]
    n_units: NDArray[np.integer]
    n_permutable: int
    least_p: float
    naps: NDArray[np.float64]
    scores: NDArray[np.float64]
    statistic: float
    effect_unit: float
    effect_error: float
    null: NDArray[np.float64]
    null_maximum: NDArray[np.float64]
    null_groups: NDArray[np.float64]
    measured: NDArray[np.float64]
    null_measured: NDArray[np.float64]

    @property
    def p(self) -> float:
        """Probability of a separation at least as large by chance."""
        return float(_p_values(self.statistic, self.null))

    @property
    def effect(self) -> float:
        """Mean share of a neuron's variance by which the groups differ, noise taken out.

        By chance it is 0 in the mean, and below 0 in half of the cases.
        """
        return float((self.statistic - self.null.mean()) * self.effect_unit)

    @property
    def maximum(self) -> float:
        """Largest absolute score over groups and neurons."""
        return float(np.abs(self.scores).max())

    @property
    def neuron_p(self) -> NDArray[np.float64]:
        """Family-wise p per group and neuron (G, N): against the permutations' largest scores."""
        return _p_values(np.abs(self.scores), self.null_maximum)

    def of_groups(self, alpha: float = 0.05) -> pd.DataFrame:
        """How far each group lies from the mean of all: its mean absolute score over neurons.

        Chance alone gives about 0.8, the mean absolute value of a standard normal variable. A group
        that is like the others differs, too, from a mean which another one has moved.

        Returns
        -------
        pandas.DataFrame
            One row per group: group, separation, `topomaps.statistics.chance.COLUMNS`, and p_holm,
            by Holm over the groups.
        """
        observed = np.abs(self.scores).mean(axis=1)
        rows = [
            {"group": group, "separation": own, **chance_level(own, null, alpha)}
            for group, own, null in zip(self.groups, observed, self.null_groups.T, strict=True)
        ]
        table = pd.DataFrame(rows)
        return table.assign(p_holm=multipletests(table["p"], method="holm")[1])

    def summary(self, alpha: float = 0.05) -> dict[str, int | float]:
        """One row of a table: statistic, its chance level, both tests, and how many neurons differ.

        The test is one-sided: `chance_low` is the least of the permutations, and a share of
        1 − alpha of them lies below `chance_high`. `neurons_differing` counts neurons whose mean in
        any group lies off the mean over groups, by a family-wise p of at most `alpha`. The interval
        of the effect has the confidence 1 − alpha.
        """
        low, median, high = np.quantile(self.null, (0, 0.5, 1 - alpha))
        margin = norm.ppf(1 - alpha / 2) * self.effect_error
        neuron_p = self.neuron_p
        return {
            "n_groups": len(self.groups),
            "n_images": int(self.counts.sum()),
            "n_units": int(self.n_units.sum()),
            "n_permutable": self.n_permutable,
            "n_neurons": self.naps.shape[1],
            "n_permutations": len(self.null),
            "least_p": self.least_p,
            "statistic": self.statistic,
            "chance_low": float(low),
            "chance_median": float(median),
            "chance_high": float(high),
            "effect": self.effect,
            "effect_low": self.effect - margin,
            "effect_high": self.effect + margin,
            "effect_by_chance": float((high - self.null.mean()) * self.effect_unit),
            "p": self.p,
            "maximum": self.maximum,
            "maximum_threshold": float(np.quantile(self.null_maximum, 1 - alpha)),
            "maximum_p": float(neuron_p.min()),
            "neurons_differing": int((neuron_p <= alpha).any(axis=0).sum()),
        }


def _p_values(observed, null):
    """(b + 1) / (B + 1), where b of the B null values reach the observed ones."""
    least = np.asarray(observed) - TIE_TOLERANCE * np.abs(observed)
    reached = np.sort(null).searchsorted(least)
    return (len(null) - reached + 1) / (len(null) + 1)
