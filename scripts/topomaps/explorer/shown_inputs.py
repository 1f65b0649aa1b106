"""Which inputs a page shows: those that regions and neurons respond to most."""

import numpy as np

from topomaps.activations.chunks import mean_chunks
from topomaps.maps.region_inputs import largest_rows

PER_NEURON = 3  # inputs that excite a neuron most, to be shown as far as there is room


def strongest_inputs(activations, n_inputs=PER_NEURON):
    """Inputs that activate each neuron most.

    Parameters
    ----------
    activations : array-like, shape (n, N) or (n, height, width, N)
        Read in chunks.
    n_inputs : int
        All n where there are fewer.

    Returns
    -------
    ndarray of int, shape (n_inputs, N)
        The strongest first; of equal ones the first.
    """
    return largest_rows(mean_chunks(activations), n_inputs)[1]


def by_frequency(strongest):
    """Distinct inputs, those of the first rank first, in each rank those of most neurons.

    Parameters
    ----------
    strongest : list of ndarray of int, each of shape (K, N)
        As of `strongest_inputs`, of several layers.

    Returns
    -------
    list of int
    """
    ordered = {}
    for rank in range(max((len(each) for each in strongest), default=0)):
        of_rank = np.concatenate([each[rank] for each in strongest if rank < len(each)])
        inputs, counts = np.unique(of_rank, return_counts=True)
        ordered |= dict.fromkeys(inputs[np.argsort(-counts, kind="stable")].tolist())
    return list(ordered)


def shown_inputs(named, strongest, n_total, n_inputs):
    """Numbers of the inputs that a page shows, the most telling first.

    Parameters
    ----------
    named : iterable of int
        Inputs that have to be there, however many.
    strongest : list of ndarray of int
        As of `by_frequency`; they follow as far as there is room.
    n_total, n_inputs : int
        All inputs there are, and how many to show; others fill up evenly.

    Returns
    -------
    list of int
    """
    shown = dict.fromkeys(int(each) for each in named)
    for each in by_frequency(strongest):
        if len(shown) >= n_inputs:
            break
        shown[each] = None
    rest = np.setdiff1d(np.arange(n_total), [*shown])
    room = max(0, min(n_inputs - len(shown), len(rest)))
    return [*shown, *rest[np.arange(room) * len(rest) // max(room, 1)].tolist()]
