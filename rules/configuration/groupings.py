"""The key `groups` of an experiment: one grouping or several, each with a name and its settings."""

import re

FOREIGN = re.compile(r"[^A-Za-z0-9_]+")
# Factors that are no attributes, as `topomaps.groups.factors` knows them.
OF_LABELS, OF_PREDICTIONS = ("class", "correctness", "confusion", "checkpoint"), ("prediction",)
COMPARING = ("correctness", "confusion")
KEYWORDS = (*OF_LABELS, *OF_PREDICTIONS)
OF_ATTRIBUTES = ("by", "nuisance", "blocks")  # a name, or several
SETTINGS = ("min_size", "weighted", "random_groups", "nuisance", "blocks", "examples_per_group")


def groupings_of(experiment):
    """Settings of each grouping of an experiment by its name.

    A text groups by one factor, a mapping adds settings; a list holds several groupings, and a list
    in it is a combination of factors. What a grouping leaves out it takes from the experiment.
    """
    common = {key: experiment[key] for key in SETTINGS if key in experiment}
    return {
        _name(settings): _with_lists({**common, **settings}) for settings in _entries(experiment)
    }


def _with_lists(settings):
    lists = {key: _as_list(settings[key]) for key in OF_ATTRIBUTES if key in settings}
    return {**settings, **lists}


def _as_list(names):
    return [names] if isinstance(names, str) else list(names)


def factors_of(settings):
    """Factors of a grouping as a list."""
    return _as_list(settings["by"])


def repeated_names(experiment):
    """Names that two groupings of an experiment have in common."""
    names = [_name(settings) for settings in _entries(experiment)]
    return sorted({name for name in names if names.count(name) > 1})


def _entries(experiment):
    """Settings of each grouping, as they are given."""
    given = experiment["groups"]
    entries = given if isinstance(given, list) else [given]
    return [each if isinstance(each, dict) else {"by": each} for each in entries]


def _name(settings):
    """Name of a grouping, a part of file names: letters, digits and underscores alone."""
    return settings.get("name") or FOREIGN.sub("_", "_".join(factors_of(settings)))


def part_name(experiment, name, n_groupings):
    """Name of the results of a grouping: the experiment's, with its own if there are several."""
    return experiment if n_groupings == 1 else f"{experiment}_{name}"


def is_single(grouping, factor):
    """Whether inputs are grouped by this factor alone."""
    return grouping["by"] == [factor]


def label_factors(grouping):
    """Factors whose values are the labels that may be wrong: all that is known of the inputs.

    Where groups are of what the network says, these are the classes.
    """
    factors = [each for each in grouping["by"] if each not in (*OF_PREDICTIONS, *COMPARING)]
    return factors or ["class"]


def needs_predictions(grouping):
    """Whether the groups are known only after the network has seen the inputs."""
    return bool({*OF_PREDICTIONS, *COMPARING} & {*grouping["by"]})
