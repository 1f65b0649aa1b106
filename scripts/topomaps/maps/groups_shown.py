"""Which of the groups of a file of maps a figure shows."""

import numpy as np

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
    found = np.flatnonzero(maps["groups"] == str(name).replace("_", " "))
    if not found.size:
        raise ValueError(
            f"shown_group: there is no group {name!r}; there are: {', '.join(maps['groups'])}"
        )
    return int(found[0])


def given_groups(maps):
    """Arrays of `render_maps` without the random groups."""
    given = np.flatnonzero(maps["kinds"] == "given")
    return {key: values[given] if key in OF_GROUPS else values for key, values in maps.items()}
