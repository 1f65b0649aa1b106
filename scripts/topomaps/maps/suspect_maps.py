"""Maps of suspicious inputs beside those of their label and of the one that they act like."""

import numpy as np

from topomaps.maps.set_maps import set_maps
from topomaps.statistics.label_errors import FEW


def suspect_maps(pairs, table, inputs, activations, positions, *, are_theirs=True, **painted):
    """Map images of labels, and of the inputs of each pair of labels.

    Parameters
    ----------
    pairs : list of (given, likelier, members)
        As of `topomaps.statistics.suspect_tables.suspect_pairs`.
    table : pandas.DataFrame
        As of `topomaps.statistics.suspect_tables.named_suspects`.
    inputs : topomaps.groups.labelled_inputs.LabelledInputs
    activations : array-like, shape (m, N)
        Of these inputs in the layer that is shown.
    positions : ndarray, shape (N, 2)
    are_theirs : bool
        Whether the activations are of the inputs of the table; with folds, these are of others.
    **painted
        resolution, image_size and others of `topomaps.maps.set_maps.set_maps`.

    Returns
    -------
    dict
        As `topomaps.figures.suspicious_inputs.plot_suspicious_inputs` takes them.
    """
    groups = [np.flatnonzero(inputs.labels == code) for code in range(len(inputs.names))]
    sets = {}
    if are_theirs:
        places = np.searchsorted(inputs.rows, table["index"])
        sets = {pair[:2]: places[pair[2]] for pair in pairs if len(pair[2]) >= FEW}
    found = set_maps(activations, groups, list(sets.values()), positions, **painted)
    images = dict(zip([*inputs.names, *sets], [*found.groups, *found.sets], strict=True))
    return {**images, "colors": found.colors, "positions": positions}
