"""Inputs drawn of each group, and random groups beside them."""

import logging
from typing import NamedTuple

import numpy as np

from topomaps.common.seeds import generator_for

logger = logging.getLogger(__name__)

GIVEN, RANDOM = "given", "random"


class SampledGroups(NamedTuple):
    """Groups of drawn inputs; random ones may overlap with the given ones.

    Attributes
    ----------
    names, rows, columns : tuple of str, length G
        As of `topomaps.groups.groupings.Grouping`; a random group stands in the column of the
        group whose size it has.
    kinds : tuple of str, length G
        `GIVEN` or `RANDOM`.
    inputs : list of ndarray of int, length G
        Sorted indices, possibly none.
    """

    names: tuple
    rows: tuple
    columns: tuple
    kinds: tuple
    inputs: list


def sample_groups(grouping, per_group, generator, random_generator=None, blocks=None):
    """Draw inputs of each group without replacement, all of them where there are fewer.

    Parameters
    ----------
    grouping : topomaps.groups.groupings.Grouping
    per_group : int or None
        None takes all inputs.
    generator : numpy.random.Generator
    random_generator : numpy.random.Generator, optional
        Draws as many random groups of the same sizes, disjoint, from inputs outside those drawn if
        there are enough, else from all inputs; none are drawn without it.
    blocks : ndarray of int, shape (n,), optional
        Inputs that depend on each other are drawn block by block, so that a random group varies
        as a given one does; of the last block of a group, as many as it has room for.

    Returns
    -------
    SampledGroups
    """
    sampled = []
    for group in range(len(grouping.names)):
        candidates = np.flatnonzero(grouping.members == group)
        if per_group is not None:
            size = min(per_group, candidates.size)
            candidates = np.sort(_drawn(candidates, size, generator, blocks))
        sampled.append(candidates)
    places = (grouping.names, grouping.rows, grouping.columns)
    groups = SampledGroups(*places, (GIVEN,) * len(sampled), sampled)
    if random_generator is None:
        return groups
    return _with_random_groups(groups, len(grouping.members), random_generator, blocks)


def sampled_in_trial(
    grouping, sampling, *, seed, experiment, inputs_of, condition, trial, blocks=None
):
    """Draw the groups of one trial, the same for all layers and methods, from seeds by names.

    Parameters
    ----------
    grouping : topomaps.groups.groupings.Grouping
    sampling : dict
        How the groups are found and drawn: by, and perhaps min_size, examples_per_group and
        random_groups.
    seed : int
        Base of all seeds.
    experiment, inputs_of, condition : str
        Name of the analysis, of its inputs, and what is drawn anew.
    trial : int
    blocks : ndarray of int, shape (n,), optional
        As of `sample_groups`.

    Returns
    -------
    SampledGroups
    generator : numpy.random.Generator
        For what else is drawn in this trial.
    """
    generator = generator_for(seed, experiment, condition, trial)
    per_group = sampling.get("examples_per_group")
    if not sampling.get("random_groups"):
        return sample_groups(grouping, per_group, generator, blocks=blocks), generator
    # Random groups of the same inputs and grouping are the same in all experiments.
    names = ["groups", inputs_of, f"{'_'.join(sampling['by'])}_from_{sampling.get('min_size')}"]
    random = generator_for(seed, *names, *([trial] if trial else []))
    return sample_groups(grouping, per_group, generator, random, blocks), generator


def _drawn(candidates, size, generator, blocks):
    """Some of the candidates (m,), in random order: inputs, or blocks of them one after another."""
    if blocks is None:
        return generator.choice(candidates, size=size, replace=False)
    _, own = np.unique(blocks[candidates], return_inverse=True)
    place = generator.permutation(own.max(initial=-1) + 1)
    return candidates[np.argsort(place[own], kind="stable")][:size]


def _with_random_groups(groups, n_inputs, generator, blocks):
    sizes = [indices.size for indices in groups.inputs]
    taken = np.concatenate(groups.inputs)
    if blocks is not None:
        taken = np.flatnonzero(np.isin(blocks, blocks[taken]))
    outside = np.setdiff1d(np.arange(n_inputs), taken)
    candidates = outside if outside.size >= sum(sizes) else np.arange(n_inputs)
    if blocks is None:
        shuffled = generator.permutation(candidates)[: sum(sizes)]
    else:
        shuffled = _drawn(candidates, sum(sizes), generator, blocks)
    chosen = [np.sort(part) for part in np.split(shuffled, np.cumsum(sizes)[:-1])]
    return SampledGroups(
        groups.names + _names_of_random(groups.names),
        groups.rows + tuple(f"{RANDOM} {row}".strip() for row in groups.rows),
        groups.columns * 2,
        groups.kinds + (RANDOM,) * len(sizes),
        groups.inputs + chosen,
    )


def membership(inputs, n_inputs):
    """Matrix (G, n) of 0 and 1, float32: which inputs belong to which group."""
    matrix = np.zeros((len(inputs), n_inputs), dtype=np.float32)
    for row, indices in zip(matrix, inputs, strict=True):
        row[indices] = 1
    return matrix


def warn_of_small_groups(groups, counts, asked):
    """Log a warning for each group (SampledGroups) that has fewer inputs (G,) than asked for."""
    for name, count in zip(groups.names, counts, strict=True):
        if count < asked:
            logger.warning(
                "group %r has %d of the %d inputs asked for: %s",
                name, count, asked, "all are taken" if count else "its map is empty",
            )  # fmt: skip


def _names_of_random(names):
    """As many names of random groups as there are groups, none of which has such a name."""
    word = RANDOM
    while True:
        found = tuple(f"{word} {number}" for number in range(1, len(names) + 1))
        if not {*found} & {*names}:
            return found
        word = f"{word} draw"
