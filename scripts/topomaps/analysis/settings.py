"""How an analysis is made and tested: keys of the workflow's configuration, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True)
class Settings:
    """Settings of an analysis, by the names and with the defaults of the workflow's configuration.

    Attributes
    ----------
    name : str
        Of the experiment. Seeds are functions of names: the workflow's experiment of this name,
        and of the same layers, has the same numbers.
    only, min_size, weighted, random_groups, examples_per_group
        Which groups there are, and how inputs of them are drawn.
    feature_maps : {"values", "means"}
        What a layout sees of feature maps.
    permutations, resamples, alpha
        Of the tests.
    permuted_layers : int
        Permutations that tell how alike the maps of layers are by chance.
    threshold, min_neurons, n_inputs
        Of regions.
    color_limit : float or "max"
        Percentile of |NAP| that has the strongest colour.
    resolution : int
        Points of a map along its side.
    about_people : bool, optional
        Whether the inputs are people; told by names of labels and attributes if left out.
    """

    name: str = "maps"
    only: Any = None
    min_size: int | None = None
    weighted: bool = False
    random_groups: bool = False
    examples_per_group: int | None = None
    feature_maps: str = "values"
    permutations: int = 9999
    resamples: int = 2000
    alpha: float = 0.05
    permuted_layers: int = 39
    threshold: float = 0.5
    min_neurons: int = 3
    n_inputs: int = 6
    color_limit: float | str = 99
    resolution: int = 100
    about_people: bool | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Settings":
        """Settings of those that are given.

        Raises
        ------
        TypeError
            If one is unknown; names the most similar one.
        ValueError
            If a value is not allowed.
        """
        names = [each.name for each in fields(cls)]
        for name in given:
            if name not in names:
                similar = get_close_matches(name, names, n=1)
                guess = (
                    f"did you mean {similar[0]!r}?" if similar else f"there are {', '.join(names)}"
                )
                raise TypeError(f"Maps has no setting {name!r}; {guess}")
        settings = cls(**given)
        settings._check()
        return settings

    def _check(self):
        allowed = {
            "permutations": self.permutations >= 1,
            "resamples": self.resamples >= 100,
            "alpha": 0 < self.alpha < 1,
            "threshold": 0 < self.threshold <= 1,
            "feature_maps": self.feature_maps in ("values", "means"),
        }
        for name, is_allowed in allowed.items():
            if not is_allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}; {ALLOWED[name]}")

    @property
    def groups(self):
        """What decides which groups there are, as of `topomaps.groups.groupings.group_inputs`."""
        return _said(only=self.only, min_size=self.min_size)

    def sampling(self, by):
        """How inputs of each group are drawn, as of `topomaps.groups.sampling.sampled_in_trial`."""
        drawn = _said(
            examples_per_group=self.examples_per_group, random_groups=self.random_groups or None
        )
        return {"by": list(by), **self.groups, **drawn}

    @property
    def averaging(self):
        """How activations become NAPs, as of `topomaps.profiles.trials.profiles_in_trial`."""
        return {"pool_maps": self.feature_maps == "means", "weighted": self.weighted}

    @property
    def tests(self):
        """As of `topomaps.statistics.compared_groups.ComparedGroups`."""
        return {key: getattr(self, key) for key in ("permutations", "resamples", "alpha")}


ALLOWED = {
    "permutations": "it must be 1 or more",
    "resamples": "it must be 100 or more",
    "alpha": "it must lie between 0 and 1",
    "threshold": "it must lie above 0, and be 1 at most",
    "feature_maps": "choose values or means",
}


def _said(**settings):
    return {key: each for key, each in settings.items() if each is not None}
