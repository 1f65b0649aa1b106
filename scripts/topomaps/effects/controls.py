"""Sets of neurons to compare a region with: as many, of like activity, from the same layer."""

import numpy as np

# Each neuron's stand-in is one of the so many neurons that act most like it, itself among them.
LEAST_CANDIDATES, SHARE_OF_CANDIDATES = 20, 0.2


def matched_sets(means, deviations, members, n_sets, generator):
    """Draw sets of neurons that match a set in mean activity and in variance.

    Each neuron of the set is replaced by one of those that are most like it. The set's own neurons
    are candidates, too: sets that leave them out would lack every neuron that matters if the set
    has it, so that random sets would seem to do more than chance.

    Parameters
    ----------
    means, deviations : ndarray, shape (N,)
        Mean and standard deviation of each neuron's activations.
    members : array of int, shape (R,)
        Neurons of the set.
    n_sets : int
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (n_sets, R)
        Neurons of each set, none of them twice.
    """
    members = np.asarray(members)
    activity = np.stack([_ranks(means), _ranks(deviations)], axis=1)
    gaps = np.abs(activity[members][:, None] - activity[None]).max(axis=-1)
    n_candidates = max(LEAST_CANDIDATES, int(SHARE_OF_CANDIDATES * len(means)), len(members))
    candidates = np.argsort(gaps, axis=1, kind="stable")[:, :n_candidates]
    return np.array([_stand_ins(candidates, len(means), generator) for _ in range(n_sets)])


def _ranks(values):
    """Places of values in their order, equal ones alike."""
    return np.unique(values, return_inverse=True)[1].astype(float)


def _stand_ins(candidates, n_neurons, generator):
    """One neuron for each row of candidates (R, K), in a random order of rows, none twice."""
    found, is_taken = np.empty(len(candidates), dtype=int), np.zeros(n_neurons, dtype=bool)
    for row in generator.permutation(len(candidates)):
        free = candidates[row][~is_taken[candidates[row]]]
        found[row] = generator.choice(free)
        is_taken[found[row]] = True
    return found
