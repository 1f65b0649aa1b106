"""Is a group one population or two? Parts of a group that act like another group, or differ.

**Null hypothesis.** The group's inputs are unimodal along the directions that are looked at. A
group that merely overlaps with another, as shirts do with T-shirts, is *not* divided: there is no
gap in it. Directions lead from the group to each other group (`towards="groups"`), or to where the
group itself varies in two clusters (`towards="anything"`: found in one half of its inputs, tested
in the other, and the other way round, in many halves).

Two modes are two populations, or one whose inputs are heaped up where neurons saturate or are
rectified: activations alone cannot tell, see `topomaps.statistics.bounds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests
from threadpoolctl import threadpool_limits

from topomaps.statistics.bounds import share_at_bounds
from topomaps.statistics.directions import closest_group
from topomaps.statistics.divisions import towards_anything, towards_groups
from topomaps.statistics.labelled import encode
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.share_intervals import share_interval
from topomaps.statistics.two_populations import (
    SMALLER,
    UPPER,
    describe_parts,
    part_differences,
    second_part,
)

TOWARDS = ("groups", "anything")
COLUMNS = ("group", "n", "n_blocks", "divided", "p", "p_holm", "dip", "acts_like", "share", "low",
           "high", "distance", "at_bounds")  # fmt: skip


@dataclass(frozen=True)
class Subgroups:
    """Table of the groups, and the parts of each.

    Attributes
    ----------
    table : pandas.DataFrame
        A row per group, columns `COLUMNS`: number of inputs, and of blocks; whether it is divided
        at the level; p-value, corrected within the group for its directions, and by Holm over
        groups; dip along the direction of least p; the group that the second part is closest to
        (-1 with `towards="anything"`); share of the second part; distance of the parts' means in
        standard deviations within the parts. Only where the group is divided: the interval of the
        share, and the share of the difference of the parts that lies in neurons at a bound (NaN
        with several folds).
    membership : ndarray, shape (n,)
        Probability that an input belongs to the second part of its group: the one away from the
        group's middle, or the smaller one.
    differences : list of ndarray (G, N_i)
        Per layer, group and neuron, the second part's mean minus the first's, in standard
        deviations within the parts (0 for constant neurons). None with several folds, whose
        neurons are not the same.
    """

    table: pd.DataFrame
    membership: NDArray[np.float64]
    differences: list[NDArray[np.float64]] | None


def hidden_subgroups(
    activations: ArrayLike | Sequence[ArrayLike],
    labels: ArrayLike,
    probabilities: ArrayLike | None = None,
    *,
    seed: int = 0,
    level: float = 0.05,
    towards: Literal["groups", "anything"] = "groups",
    folds: ArrayLike | None = None,
    blocks: ArrayLike | None = None,
) -> Subgroups:
    """Test of each group whether it is one population or two.

    Along each direction, the dip test (Hartigan and Hartigan 1985) is valid for any unimodal
    null; so is that of a second mode near another group (`topomaps.statistics.second_mode`). The
    p-values of both, and of all random halves, are combined (Liu and Xie 2020), multiplied by the
    number of directions (Bonferroni), then corrected over groups (Holm). The parts are those of a
    mixture of two normal distributions on the direction.

    Parameters
    ----------
    activations : array (n, N), or list of arrays (n, N_i)
    labels : array of int (n,)
        Group of each input: classes, or values of any attribute.
    probabilities : array (n, C), optional
        What the outputs of a network say of the groups: a layer like the others with
        `towards="groups"`. They show more parts where the network has *not* learned these labels,
        as with held-out inputs; where it has, they hide the parts. What divides a group in any way
        is looked for in the activations alone.
    seed : int
    level : float
        Family-wise probability of calling any unimodal group divided; one minus the confidence of
        the intervals.
    towards : {"groups", "anything"}
    folds : array (n,), optional
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`.
    blocks : array (n,), optional
        Person, video or original that each input is of. Inputs of one block are in one half, tests
        see one input of each, and intervals resample blocks.

    Returns
    -------
    Subgroups

    Raises
    ------
    ValueError
        As `topomaps.statistics.labelled_layers.check_labelled`, if `towards` is unknown, or if
        there is not one block per input.
    """
    if towards not in TOWARDS:
        raise ValueError(f"towards is {towards!r}; allowed: {', '.join(TOWARDS)}")
    find, min_classes, side = towards_groups, 2, UPPER
    if towards == "anything":
        find, min_classes, side, probabilities = towards_anything, 1, SMALLER, None
    data = check_labelled(activations, labels, probabilities, folds, min_classes=min_classes)
    n = len(data.labels)
    blocks = np.arange(n) if blocks is None else encode("blocks", blocks, n)[1]
    features = [components(data, rows, seed) for rows in data.folds]
    groups = np.unique(data.labels)
    with threadpool_limits(1):  # many small fits, in which threads would wait for each other
        found = [find(features, data, group, blocks, seed) for group in groups.tolist()]
    membership = np.zeros(n)
    for each in found:
        membership[each.rows] = second_part(each.line, seed, side)
    table = _table(found, data, features, blocks, membership, level)
    differences = None
    if len(data.folds) == 1:
        differences = [part_differences(layer, data.labels, groups, membership)
                       for layer in data.layers]  # fmt: skip
    with threadpool_limits(1):
        known = _known_of_divided(table, found, data, blocks, membership, differences, level, seed)
    return Subgroups(table.join(known)[list(COLUMNS)], membership, differences)


def _table(found, data, features, blocks, membership, level):
    """Table of all groups, without what is known of divided ones alone."""
    groups, entries = np.unique(data.labels), []
    for group, each in zip(groups.tolist(), found, strict=True):
        second, acts_like = membership[each.rows], each.acts_like
        if acts_like >= 0 and second.any():
            # A part may stand out most on the way to a third group: it is named by what it is near.
            own = np.where(data.labels == group, membership, 0.0)
            others = groups[groups != group].tolist()
            acts_like = closest_group(features, data, own, others)
        sizes = {"n": len(each.rows), "n_blocks": len(np.unique(blocks[each.rows]))}
        tested = {"p": each.p, "dip": each.dip, "acts_like": acts_like}
        entries.append({"group": group, **sizes, **tested, **describe_parts(each.line, second)})
    table = pd.DataFrame(entries)
    table["p_holm"] = multipletests(table["p"], method="holm")[1]
    return table.assign(divided=table["p_holm"] < level)


def _known_of_divided(table, found, data, blocks, membership, differences, level, seed):
    """Interval of the share, and share of the difference at bounds; NaN of groups of one mode."""
    known = pd.DataFrame(np.nan, index=table.index, columns=["low", "high", "at_bounds"])
    for number in np.flatnonzero(table["divided"]):
        rows, line = found[number].rows, found[number].line
        second = membership[rows]
        interval = share_interval(line, second, blocks[rows], level=level, seed=seed)
        known.loc[number, ["low", "high"]] = interval["low"], interval["high"]
        if differences is not None:
            own = [each[number] for each in differences]
            known.loc[number, "at_bounds"] = share_at_bounds(data.layers, rows, second, own)
    return known
