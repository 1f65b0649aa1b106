"""Maps of the parts of groups beside those of the whole, and the inputs of the second parts."""

import numpy as np

from topomaps.maps.set_maps import set_maps


def subgroup_maps(rows, members, inputs, activations, positions, **painted):
    """Map images of groups and of both parts of each, and the inputs of the second part.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `topomaps.statistics.subgroup_tables.subgroup_table` to show.
    members : pandas.DataFrame
        As of `topomaps.statistics.subgroup_tables.membership_table`.
    inputs : topomaps.groups.labelled_inputs.LabelledInputs
    activations : array-like, shape (m, N)
        Of these inputs in the layer that is shown.
    positions : ndarray, shape (N, 2)
    **painted
        resolution, image_size and others of `topomaps.maps.set_maps.set_maps`.

    Returns
    -------
    maps, examples : dict
        As `topomaps.figures.subgroups.plot_subgroups` takes them.
    """
    groups = [np.flatnonzero(inputs.labels == code) for code in range(len(inputs.names))]
    parts, examples = {}, {}
    for row in rows.itertuples():
        own = np.flatnonzero(members["group"] == row.group)
        second = members[row.towards].to_numpy()[own]
        parts[row.group, row.towards, 0] = own[second <= 0.5]
        parts[row.group, row.towards, 1] = own[second > 0.5]
        surest = own[np.argsort(-second, kind="stable")]
        examples[row.group, row.towards] = members["index"].to_numpy()[surest]
    found = set_maps(activations, groups, list(parts.values()), positions, **painted)
    images = dict(zip([*inputs.names, *parts], [*found.groups, *found.sets], strict=True))
    return {**images, "colors": found.colors, "positions": positions}, examples
