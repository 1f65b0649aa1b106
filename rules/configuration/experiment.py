"""An experiment of the configuration, of any kind, with its analyses."""

from dataclasses import dataclass

from rules.configuration import paths
from rules.figures.record import MAPS


@dataclass(frozen=True)
class Experiment:
    """An experiment, with what figures and pages of all its groupings are told.

    Attributes
    ----------
    name : str
    given : dict
        Its complete entry in the configuration.
    common : dict
        Sections of the configuration that hold for all, as of `Analysis`.
    analyses : tuple of Analysis
        One for each grouping; one for layers of several experiments; none of other kinds.
    about_people, shows_people : bool
        Whether the inputs are people, and whether there are pictures of them.
    """

    name: str
    given: dict
    common: dict
    analyses: tuple = ()
    about_people: bool = False
    shows_people: bool = False

    @property
    def kind(self):
        """What it is about: maps, models, runtime, comparison, architectures or drawn."""
        return self.given["kind"]

    @property
    def first(self):
        """Its first analysis, whose layers and methods are those of all."""
        return self.analyses[0]

    @property
    def names_for_readers(self):
        """Names as `topomaps.common.reader_names.Names` takes them."""
        return self.first.names_for_readers if self.analyses else self.common["names"]

    @property
    def compared_scores(self):
        """Tables of scores of the experiments that it compares."""
        return [paths.SCORES.format(experiment=each) for each in self.given["experiments"].values()]

    @property
    def has_explorer(self):
        """Whether it has a page for a browser."""
        return self.kind == MAPS and "explorer" in self.given["figures"]
