"""Names for readers: what figures and pages call layers, groups, variables and methods.

A configuration gives them in its section `names`; tables and files keep the names they have. The
names that hold in a block are those of `named`, so that whatever draws or writes asks here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from topomaps.common.words import METHODS, VARIABLES

BETWEEN_VALUES = " × "  # as in `topomaps.groups.factors`
BETWEEN_CLASSES = " as "
_OUTCOME = re.compile(r"(.*) (correct|wrong)", re.DOTALL)
_DIRECTION = re.compile(r"( (above|below)( \d+)?)?")
IN_GROUP = "significant in "  # as `topomaps.effects.layer_regions` calls such neurons of a group
_STEP = re.compile(r"(.*)( after \S+ steps)", re.DOTALL)
CLASS, PREDICTION, RANDOM = "class", "prediction", "random"
# What is in the rows and the columns of groups that are two things in one.
ROW_VARIABLES = {("correctness",): "correctness", ("confusion",): CLASS, ("checkpoint",): None}
COLUMN_VARIABLES = {("correctness",): CLASS, ("confusion",): PREDICTION, ("checkpoint",): CLASS}


@dataclass(frozen=True)
class Names:
    """Names for readers, each by the name that it stands for.

    Attributes
    ----------
    layers, methods, variables : dict of str -> str
    own_layers : sequence of str
        Those of the names of layers that a configuration gives.
    groups : dict
        Names of groups, or of values of any variable; those of the values of one variable are a
        dictionary of their own, by the name of the variable.
    by : sequence of str
        What the groups are of.
    """

    layers: Mapping = field(default_factory=dict)
    methods: Mapping = field(default_factory=dict)
    variables: Mapping = field(default_factory=dict)
    groups: Mapping = field(default_factory=dict)
    by: Sequence = ()
    own_layers: Sequence = ()
    taken: dict = field(default_factory=dict, compare=False)

    def value(self, value, variable):
        """Name of a value of a variable; predictions are called as classes are."""
        for each in (variable, CLASS) if variable == PREDICTION else (variable,):
            own = self.groups.get(each)
            if isinstance(own, Mapping) and value in own:
                return own[value]
        found = self.groups.get(value, value)
        return value if isinstance(found, Mapping) else found

    def unlike(self, scope, name, shown):
        """The name that is shown, if nothing else of this scope is called so.

        Raises
        ------
        ValueError
            If something else is: readers would take the two for one.
        """
        other = self.taken.setdefault((scope, shown), name)
        if other != name:
            raise ValueError(
                f"names.groups: {other!r} and {name!r} are both called {shown!r}; give them "
                "names that readers can tell apart"
            )
        return shown


_NAMES: ContextVar[Names | None] = ContextVar("names", default=None)


@contextmanager
def named(names: Mapping) -> Iterator[None]:
    """Call things by these names (the attributes of `Names`, as plain values) in a block."""
    token = _NAMES.set(Names(**names))
    try:
        yield
    finally:
        _NAMES.reset(token)


@contextmanager
def grouped_by(by: Sequence) -> Iterator[None]:
    """The same names in a block, of groups that are of something else."""
    token = _NAMES.set(replace(_names(), by=by))
    try:
        yield
    finally:
        _NAMES.reset(token)


def layer_name(layer):
    """What readers are shown for a layer, by its name or that of its files."""
    return _names().layers.get(str(layer), str(layer))


def layer_title(layer):
    """The same with the word layer, but for names that a configuration gives: these say enough."""
    name = layer_name(layer)
    return name if name in _names().own_layers else f"layer {name}"


def method_name(method):
    """What readers are shown for a layout method."""
    return _names().methods.get(method, METHODS.get(method, str(method)))


def variable_name(variable):
    """What readers are shown for what inputs are grouped by."""
    known = _names().variables
    return known.get(variable) or VARIABLES.get(variable) or str(variable).replace("_", " ")


def class_name(name):
    """What readers are shown for a class of labels or predictions."""
    return value_name(name, PREDICTION)


def value_name(value, variable):
    """What readers are shown for a value of a variable."""
    names, value = _names(), str(value)
    return names.unlike(("value", variable), value, names.value(value, variable))


def group_name(group, by=None):
    """What readers are shown for a group: its own name, or one made of those of its values.

    Parameters
    ----------
    group : str
        As the workflow calls it.
    by : sequence of str, optional
        What the groups are of; that of the block if left out.
    """
    names, group = _names(), str(group)
    by = tuple(names.by if by is None else by)
    is_whole = by in COLUMN_VARIABLES or len(by) > 1  # of several values
    own = names.groups.get(group) if is_whole else None
    shown = own if isinstance(own, str) else _of_values(names, group, by)
    return names.unlike(("group", by), group, shown)


def row_name(row, by=None):
    """What readers are shown for the row that a group stands in; random groups have rows of theirs.

    Rows and columns are as of `topomaps.groups.groupings.Grouping`.
    """
    by = tuple(_names().by if by is None else by)
    word, _, rest = str(row).partition(" ")
    if word == RANDOM and rest:
        return f"{RANDOM} {row_name(rest, by)}"
    variable = ROW_VARIABLES.get(by, by[0] if by else "")
    is_value = row and row != RANDOM and variable is not None
    return value_name(row, variable) if is_value else str(row)


def column_name(column, by=None):
    """What readers are shown for the column that a group stands in."""
    by = tuple(_names().by if by is None else by)
    if by in COLUMN_VARIABLES or len(by) == 2:
        return value_name(column, COLUMN_VARIABLES.get(by, by[-1]))
    return group_name(column, by)


def region_name(region, group):
    """What readers are shown for a region: one that is called after its group goes on to be so."""
    region, group = str(region), str(group)
    for begin in ("", IN_GROUP):
        if group and region.startswith(f"{begin}{group}"):
            rest = region.removeprefix(f"{begin}{group}")
            if _DIRECTION.fullmatch(rest):
                return f"{begin}{group_name(group)}{rest}"
    return region


def _of_values(names, group, by):
    """A group's name made of the names of its values, as `topomaps.groups.groupings` makes it."""
    if by == ("correctness",) and (found := _OUTCOME.fullmatch(group)):
        return f"{names.value(found[1], CLASS)} {names.value(found[2], by[0])}"
    if by == ("checkpoint",) and (found := _STEP.fullmatch(group)):
        return f"{names.value(found[1], CLASS)}{found[2]}"
    if by == ("confusion",) and group.count(BETWEEN_CLASSES) == 1:
        pair = zip(group.split(BETWEEN_CLASSES), (CLASS, PREDICTION), strict=True)
        return BETWEEN_CLASSES.join(names.value(*each) for each in pair)
    values = group.split(BETWEEN_VALUES) if len(by) > 1 else [group]
    if len(values) != len(by):
        return names.value(group, "")
    return BETWEEN_VALUES.join(map(names.value, values, by))


def _names():
    return _NAMES.get() or Names()
