"""Checks of names for readers: each is of something, and no two things get the same one.

A name that nothing has would be lost without a word, and two groups of one name would be read as
one. Told as far as layers and values are known before any job.
"""

from dataclasses import dataclass, field

from rules.configuration.expansion import experiments_of_kind, layers_of
from rules.configuration.facts import dataset_of, inspect_source
from rules.configuration.group_values import value_counts
from rules.configuration.groupings import KEYWORDS, groupings_of
from rules.configuration.names import names_of
from rules.configuration.sentences import guess
from scripts.topomaps.common.words import METHODS

BETWEEN_VALUES, BETWEEN_CLASSES = " × ", " as "  # as in `topomaps.groups.groupings`
OUTCOMES = ("correct", "wrong")  # as in `topomaps.groups.factors`
OF_STEPS = " steps"  # end of the names of groups by checkpoint
MOST_LISTED = 20


@dataclass(frozen=True)
class Nameable:
    """What can be named in an experiment; None stands for what cannot be told.

    Attributes
    ----------
    layers, variables : list of str or None
    groupings : list of list of str
        What inputs are grouped by.
    values : dict of str -> list of str or None
        Those of each variable.
    """

    layers: list | None
    variables: list | None
    groupings: list
    values: dict = field(default_factory=dict)

    @property
    def groups(self):
        """Values of all variables, each once; None where those of one cannot be told."""
        if self.variables is None or None in self.values.values():
            return None
        return list(dict.fromkeys(value for each in self.values.values() for value in each))

    def has_group(self, name):
        """Whether a whole group may have this name, which is made of those of its values."""
        return any(self._is_group(name, by) for by in self.groupings)

    def _is_group(self, name, by):
        if by == ["checkpoint"]:
            return name.endswith(OF_STEPS)
        if by == ["confusion"]:
            parts, variables = name.split(BETWEEN_CLASSES), ["class", "class"]
        elif by == ["correctness"]:
            parts, variables = name.rsplit(" ", 1), ["class", "correctness"]
        else:
            parts, variables = name.split(BETWEEN_VALUES), by
        return len(parts) == len(variables) and all(
            part in (self.values.get(variable) or ())
            for part, variable in zip(parts, variables, strict=True)
        )


def _is_in(name, names):
    return name in names


def name_errors(config):
    """Errors of all names for readers; those for all experiments may be of any of them."""
    maps = experiments_of_kind(config, "maps").items()
    known = {name: _nameable(config, each) for name, each in maps if _has_source(config, each)}
    if len(known) == len(maps):  # else there are errors of experiments, which are reported there
        yield from dict.fromkeys(_errors(config, known))


def _errors(config, known):
    """Errors of what is called how in the experiments, by name (dict of str -> Nameable)."""
    common = names_of(config)
    yield from _same_errors("names.methods", common["methods"], METHODS)
    if known:
        yield from _unknown_errors("names", common, [*known.values()])
    for name, things in known.items():
        given, key = config["experiments"][name], f"experiments.{name}.names"
        own = names_of({"names": {}}, given)
        yield from _unknown_errors(key, own, [things])
        all_names = names_of(config, given)
        yield from _errors_of_same(key if any(own.values()) else "names", all_names, things)


def _has_source(config, experiment):
    """Whether the source of an experiment is defined."""
    if "activations" in experiment:
        return "model" not in experiment
    model = experiment.get("model")
    return model in config["models"] and dataset_of(config, experiment) in config["datasets"]


def _nameable(config, experiment):
    facts = inspect_source(config, experiment)
    named = "layers" in experiment or "activations" in experiment
    is_trained = not named and "architecture" in config["models"][experiment["model"]]
    groupings = groupings_of(experiment).values()
    variables = None if facts.attributes is None else [*KEYWORDS, *facts.attributes]
    return Nameable(
        layers_of(config, experiment, facts) if named or is_trained else None,
        variables,
        [each.by for each in groupings],
        {
            each: _values(config, experiment, each, facts)
            for each in (*KEYWORDS, *(facts.attributes or ()))
        },
    )


def _values(config, experiment, variable, facts):
    """Values of a variable; none of one that the inputs do not have."""
    if variable in ("confusion", "checkpoint"):
        return []
    if variable == "correctness":
        return [*OUTCOMES]
    if variable == "class" and facts.labels is False:
        return []
    if variable == "prediction":
        if facts.predictions is False:
            return []
        if facts.outputs or "model" in experiment:
            return facts.outputs or None  # numbered ones are not listed
    counts = value_counts(config, experiment, variable)
    return None if counts is None else [*counts]


def _unknown_errors(key, names, experiments):
    """Errors of names of what none of the experiments (Nameable) has."""
    for section in ("layers", "variables"):
        known = [getattr(each, section) for each in experiments]
        for name in names[section]:
            yield from _unknown(f"{key}.{section}", name, known, f"{section[:-1]}")
    for name, shown in names["groups"].items():
        if isinstance(shown, dict):
            known = [each.variables for each in experiments]
            yield from _unknown(f"{key}.groups", name, known, "variable")
            for value in shown:
                values = [each.values.get(name, []) for each in experiments]
                yield from _unknown(f"{key}.groups.{name}", value, values, "value")
        elif not any(each.has_group(name) for each in experiments):
            known = [each.groups for each in experiments]
            yield from _unknown(f"{key}.groups", name, known, "class, value or group")


def _unknown(key, name, known, what):
    """Error of a name of what is in no list; none where one of the lists cannot be told."""
    if None in known or any(name in each for each in known):
        return
    there = list(dict.fromkeys(each for part in known for each in part))
    listed = ", ".join(there[:MOST_LISTED]) + ", …" * (len(there) > MOST_LISTED)
    yield f"{key}: there is no {what} {name!r}{guess(name, there)}; there are: {listed or 'none'}"


def _errors_of_same(key, names, things):
    """Errors of two things of an experiment (Nameable) that would be called the same."""
    yield from _same_errors(f"{key}.methods", names["methods"], METHODS)
    yield from _same_errors(f"{key}.layers", names["layers"], _as_called(things.layers))
    yield from _same_errors(f"{key}.variables", names["variables"], _as_called(things.variables))
    common = {name: each for name, each in names["groups"].items() if isinstance(each, str)}
    for variable, values in things.values.items():
        own = names["groups"].get(variable, {})
        own = own if isinstance(own, dict) else {}
        known = _as_called(values)
        shown = {name: each for name, each in common.items() if name in known or not known}
        yield from _same_errors(f"{key}.groups", {**shown, **own}, known)


def _as_called(names):
    return {name: name for name in names or ()}


def _same_errors(key, names, default):
    """Errors of names that two things have, of those that are named and those that are not."""
    first = {}
    for name, shown in {**default, **names}.items():
        other = first.setdefault(shown, name)
        if other != name and {name, other} & {*names}:
            yield (
                f"{key}: {other!r} and {name!r} would both be called {shown!r}; give them names "
                "that readers can tell apart"
            )
