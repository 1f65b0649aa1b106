"""All tests of the groups of a layer: of all together, of their pairs, and how alike these are."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from topomaps.common.seeds import seed_for
from topomaps.statistics.grouped_inputs import compared_inputs
from topomaps.statistics.grouped_layer import grouped_layer
from topomaps.statistics.marked_pairs import marked_pairs, neurons_of_pairs
from topomaps.statistics.pairwise import pairwise_tests, table_of_pairs
from topomaps.statistics.significance import separation_of
from topomaps.statistics.similarities import intervals_of

# The statistic of a pair has a chance_high of its own.
CHANCE_OF_SIMILARITY = {each: f"similarity_{each}" for each in ("chance_low", "chance_high")}


@dataclass(frozen=True, eq=False)
class ComparedGroups:
    """Tests of the groups of a layer, each computed when it is asked for first.

    Attributes
    ----------
    means : array-like, shape (n, N)
        Activation of each neuron, feature maps averaged.
    inputs : topomaps.groups.files.GroupedInputs
    layer : str
    by : sequence of str
        Factors of the groups; with the layer and `seed`, they decide on the permutations.
    permutations, resamples : int
    alpha : float
    seed : int
    """

    means: Any
    inputs: Any
    layer: str
    by: Any
    permutations: int
    resamples: int
    alpha: float
    seed: int

    @cached_property
    def _compared(self):
        return compared_inputs(self.means, self.inputs)

    @cached_property
    def _grouped(self):
        values, labels, within = self._compared
        return grouped_layer(values, labels, **within)

    def _seed(self, what):
        return seed_for(self.seed, what, self.layer, *self.by)

    @cached_property
    def separation(self):
        """Test of all groups together, `topomaps.statistics.separation.Separation`."""
        return separation_of(self._grouped, self._seed("groups"), self.permutations)

    @cached_property
    def separation_table(self):
        """The same as a table (pandas.DataFrame) of one row."""
        return pd.DataFrame([{"layer": self.layer, **self.separation.summary(self.alpha)}])

    @cached_property
    def _tested_pairs(self):
        values, labels, within = self._compared
        how = {"seed": self._seed("pairs"), "n_permutations": self.permutations}
        tests = pairwise_tests(self._grouped, alpha=self.alpha, **how)
        return neurons_of_pairs(tests, marked_pairs(labels, values.shape[1], **within))

    @cached_property
    def pairs(self):
        """Table (pandas.DataFrame) of the tests of all pairs, and of how alike the two are."""
        similarities = intervals_of(
            self._grouped, seed=self._seed("similarity"), n_resamples=self.resamples,
            confidence=1 - self.alpha,
        ).rename(columns=CHANCE_OF_SIMILARITY)  # fmt: skip
        tests = table_of_pairs(self._tested_pairs[0])
        both = tests.merge(similarities, on=["first", "second"], validate="1:1")
        return both.assign(layer=self.layer)

    @property
    def neurons_of_groups(self):
        """Those of the arrays of `neurons` that no pair is needed for: groups, p and scores."""
        test = self.separation
        return {"groups": np.asarray(test.groups), "p": test.neuron_p, "scores": test.scores}

    @cached_property
    def neurons(self):
        """Arrays of single neurons and groups.

        Returns
        -------
        dict
            groups (G,) str; p and scores (G, N); `group_<column>` (G,) of `Separation.of_groups`;
            pairs (P, 2) str, those whose neurons are tested, and pair_p (P, N).
        """
        test, pair_p = self.separation, self._tested_pairs[1]
        of_groups = test.of_groups(self.alpha).drop(columns="group").add_prefix("group_")
        return {
            **self.neurons_of_groups,
            **{key: each.to_numpy() for key, each in of_groups.items()},
            "pairs": np.array([*pair_p], dtype=str).reshape(-1, 2),
            "pair_p": np.array([*pair_p.values()]).reshape(-1, test.scores.shape[1]),
        }  # fmt: skip
