"""Which of the groups of a file of maps a figure shows."""

import numpy as np

from topomaps.groups.factors import OUTCOMES

EMPTY = {"images": 255, "naps": np.nan, "counts": 0, "examples": -1}
OF_GROUPS = ("images", "naps", "counts", "examples", "groups", "rows", "columns", "kinds")


def group_index(maps, name=None):
    """Index of a group in the arrays of `render_maps`; the first one with inputs without a name.

    Raises
    ------
    ValueError
        If there is no such group; lists them.
    """
    if name is None:
        return int(np.argmax(maps["counts"] > 0))
    found = np.flatnonzero(maps["groups"] == str(name))
    if not found.size:
        raise ValueError(
            f"shown_group: there is no group {name!r}; there are: {', '.join(maps['groups'])}"
        )
    return int(found[0])


def given_groups(maps):
    """Arrays of `render_maps` without the random groups."""
    given = np.flatnonzero(maps["kinds"] == "given")
    return {key: values[given] if key in OF_GROUPS else values for key, values in maps.items()}


def groups_of_outcomes(maps):
    """Arrays of groups by correctness, random ones left out: all classes, correct and wrong.

    Places whose group was left out, for it is small or not of interest, have an empty group.
    """
    given = given_groups(maps)
    return _with_all_places(given, OUTCOMES, list(dict.fromkeys(given["columns"].tolist())))


def groups_of_confusion(maps):
    """Arrays of the cells of a confusion matrix, likewise: all pairs of classes."""
    given = given_groups(maps)
    names = (*given["rows"].tolist(), *given["columns"].tolist())
    classes = list(dict.fromkeys(names))
    return _with_all_places(given, classes, classes)


def _with_all_places(maps, rows, columns):
    there = list(zip(maps["rows"].tolist(), maps["columns"].tolist(), strict=True))
    places = [(row, column) for row in rows for column in columns]
    order = [there.index(place) if place in there else len(there) for place in places]
    names = dict(zip(("rows", "columns"), map(np.array, zip(*places, strict=True)), strict=True))
    filled = {
        key: np.concatenate([values, np.full_like(values[:1], EMPTY.get(key, ""))])[order]
        for key, values in maps.items()
        if key in OF_GROUPS and key not in names
    }
    return {**maps, **filled, **names}
