"""The key `groups` of an experiment: one grouping or several, each with a name and its settings."""

from dataclasses import dataclass

from scripts.topomaps.groups.configured import (
    entries_of,
    factors_of,
    grouping_name,
    label_factors,
    label_settings,
)

# Factors that are no attributes, as `topomaps.groups.factors` knows them.
OF_LABELS, OF_PREDICTIONS = ("class", "correctness", "confusion", "checkpoint"), ("prediction",)
COMPARING = ("correctness", "confusion")
KEYWORDS = (*OF_LABELS, *OF_PREDICTIONS)
OF_EXPERIMENTS = (
    "min_size", "weighted", "random_groups", "nuisance", "blocks", "examples_per_group",
)  # fmt: skip
# Of an experiment whose inputs are tokens, each of which is named so.
EACH = "each"
TEXT_NUMBER = "text_number"
OF_TOKENS = ("token", "part_of_word", "position", TEXT_NUMBER)
OF_ATTRIBUTES = ("by", "nuisance", "blocks")  # a name, or several


@dataclass(frozen=True)
class Grouping:
    """How the inputs of an experiment are grouped, and how those of each group are drawn.

    Attributes
    ----------
    by : list of str
        Factors: attributes or keywords.
    only : list of str, or None
        Groups of interest; None for all.
    min_size : int or None
        Of the groups; None where nothing is said of it.
    weighted, random_groups : bool
        Whether the mean over groups is weighted by their sizes, and random groups are added.
    nuisance, blocks : list of str
        Attributes within whose values inputs are permuted, and that inputs share that depend on
        each other.
    examples_per_group : int or None
        Number of inputs that are drawn; None for all.
    """

    by: list
    only: list | None = None
    min_size: int | None = None
    weighted: bool = False
    random_groups: bool = False
    nuisance: tuple = ()
    blocks: tuple = ()
    examples_per_group: int | None = None

    def is_by(self, factor):
        """Whether inputs are grouped by this factor alone."""
        return self.by == [factor]

    @property
    def title(self):
        """The factors in words."""
        return " × ".join(self.by)

    @property
    def label_factors(self):
        """Factors whose values are the labels that may be wrong: all that is known of the inputs.

        Where groups are of what the network says, these are the classes.
        """
        return label_factors(self.by)

    @property
    def needs_predictions(self):
        """Whether the groups are known only after the network has seen the inputs."""
        return bool({*OF_PREDICTIONS, *COMPARING} & {*self.by})

    @property
    def needs_labels(self):
        """Whether the grouping is by labels."""
        return bool({"class", "checkpoint", *COMPARING} & {*self.by})

    def settings(self, *names):
        """Those of the named settings that say something, as plain values."""
        given = {name: getattr(self, name) for name in names}
        return {name: each for name, each in given.items() if each is not None}

    @property
    def groups(self):
        """What decides the group of each input, for the params of jobs."""
        return self.settings("by", "only", "min_size")

    @property
    def sampling(self):
        """How the inputs of each group are found and drawn, for the params of jobs."""
        blocks = {"blocks": self.blocks} if self.blocks else {}
        return {**self.groups, **self.settings("examples_per_group", "random_groups"), **blocks}

    @property
    def labels(self):
        """What decides the label of each input that may be wrong, for the params of jobs."""
        return label_settings(self.by, self.settings("only", "min_size"))


def groupings_of(experiment):
    """Each grouping of an experiment by its name.

    A text groups by one factor, a mapping adds settings; a list holds several groupings, and a list
    in it is a combination of factors. What a grouping leaves out it takes from the experiment.
    """
    common = {key: experiment[key] for key in OF_EXPERIMENTS if key in experiment}
    if experiment.get("tokens") == EACH and not common.get("blocks"):
        common["blocks"] = TEXT_NUMBER  # tokens of one text are not independent
    entries = entries_of(experiment["groups"])
    return {grouping_name(each): _grouping({**common, **each}) for each in entries}


def _grouping(settings):
    lists = {key: factors_of(settings[key]) for key in OF_ATTRIBUTES if key in settings}
    given = {key: each for key, each in settings.items() if key != "name"}
    return Grouping(**{**given, **lists})


def repeated_names(experiment):
    """Names that two groupings of an experiment have in common."""
    names = [grouping_name(settings) for settings in entries_of(experiment["groups"])]
    return sorted({name for name in names if names.count(name) > 1})
