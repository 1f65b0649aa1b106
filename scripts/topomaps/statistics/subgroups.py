"""Is a group one population or two? Parts of a group that act like another group, or differ.

**Null hypothesis.** The group's inputs are unimodal along the directions that are looked at. A
group that merely overlaps with another, as shirts do with T-shirts, is *not* divided: there is no
gap in it. Directions lead from the group to each other group (`towards="groups"`), or to where the
group itself varies in two clusters (`towards="anything"`: found in one half of its inputs, tested
in the other, and the other way round).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.dip import dip_p_values, dip_statistic
from topomaps.statistics.directions import closest_group, cluster_line, discriminants
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.parts import FEW, describe_parts, part_differences, second_part
from topomaps.statistics.second_mode import second_mode_p

TOWARDS = ("groups", "anything")
COLUMNS = ("group", "n", "divided", "p", "p_holm", "dip", "acts_like", "share", "low", "high",
           "distance")  # fmt: skip


@dataclass(frozen=True)
class Subgroups:
    """Table of the groups, and the parts of each.

    Attributes
    ----------
    table : pandas.DataFrame
        A row per group, columns `COLUMNS`: number of inputs; whether it is divided at the level;
        p-value, corrected within the group for its directions, and by Holm over groups; dip along
        the direction of least p; the group that the second part is closest to (-1 with
        `towards="anything"`); share of the second part, and its interval (2.5 % to 97.5 %);
        distance of the parts' means in standard deviations within the parts.
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
    seed: int,
    level: float = 0.05,
    towards: Literal["groups", "anything"] = "groups",
    folds: ArrayLike | None = None,
) -> Subgroups:
    """Test of each group whether it is one population or two.

    Along each direction, the dip test (Hartigan and Hartigan 1985) is valid for any unimodal
    null. Its p-values are multiplied by the number of directions (Bonferroni), then corrected over
    groups (Holm). The parts are those of a mixture of two normal distributions on the direction.

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
        Family-wise probability of calling any unimodal group divided.
    towards : {"groups", "anything"}
    folds : array (n,), optional
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`.

    Returns
    -------
    Subgroups

    Raises
    ------
    ValueError
        As `topomaps.statistics.labelled_layers.check_labelled`, or if `towards` is unknown.
    """
    if towards not in TOWARDS:
        raise ValueError(f"towards is {towards!r}; allowed: {', '.join(TOWARDS)}")
    find, min_classes = _towards_groups, 2
    if towards == "anything":
        find, min_classes, probabilities = _towards_anything, 1, None
    data = check_labelled(activations, labels, probabilities, folds, min_classes=min_classes)
    features = [components(data, rows, seed) for rows in data.folds]
    groups = np.unique(data.labels)
    membership, entries = np.zeros(len(data.labels)), []
    for group in groups.tolist():
        rows, line, entry = find(features, data, group, seed)
        second = second_part(line, seed, smaller=towards == "anything")
        membership[rows] = second
        if entry["acts_like"] >= 0 and second.any():
            # A part may stand out most on the way to a third group: it is named by what it is near.
            own = np.where(data.labels == group, membership, 0.0)
            others = groups[groups != group].tolist()
            entry["acts_like"] = closest_group(features, data, own, others)
        entries.append({"group": group, "n": len(rows), **entry, **describe_parts(line, second)})
    table = pd.DataFrame(entries)
    table["p_holm"] = multipletests(table["p"], method="holm")[1]
    table["divided"] = table["p_holm"] < level
    differences = None
    if len(data.folds) == 1:
        differences = [part_differences(layer, data.labels, groups, membership)
                       for layer in data.layers]  # fmt: skip
    return Subgroups(table[list(COLUMNS)], membership, differences)


def _towards_groups(features, data, group, seed):
    """Rows of a group, their places on the line towards another group, and the test's result."""
    others = [other for other in np.unique(data.labels).tolist() if other != group]
    lines = discriminants(features, data, group, others)
    rows = np.flatnonzero(data.labels == group)
    dips = np.array([dip_statistic(line[rows]) for line in lines])
    if len(rows) < FEW:
        return rows, lines[0][rows], _undivided()
    places = [np.median(line[data.labels == other])
              for line, other in zip(lines, others, strict=True)]  # fmt: skip
    second = [second_mode_p(line[rows], place) for line, place in zip(lines, places, strict=True)]
    p = 2 * np.minimum(dip_p_values(dips, len(rows), seed=seed), second)
    # Equal p-values of unimodal directions are told apart by the dip itself.
    best = int(np.lexsort((-dips, p))[0])
    entry = {"p": min(1.0, p[best] * len(p)), "dip": dips[best], "acts_like": others[best]}
    return rows, lines[best][rows], entry


def _towards_anything(features, data, group, seed):
    rows = np.flatnonzero(data.labels == group)
    half = np.full(len(data.labels), -1)
    half[rows] = np.random.default_rng([seed, group]).permutation(len(rows)) % 2
    dips, p = [], []
    for number in (0, 1):
        tested = half == number
        line = _cluster_places(features, data, half == 1 - number, tested, seed)[tested]
        dips.append(dip_statistic(line) if len(line) else 0.0)
        p.append(float(dip_p_values(dips[-1], len(line), seed=seed)))
    # Each half was tested on a line of its own; the parts are those along a line of all inputs.
    line = _cluster_places(features, data, half >= 0, half >= 0, seed)[rows]
    if len(rows) < FEW:
        return rows, line, _undivided()
    best = int(np.argmin(p))
    return rows, line, {"p": min(1.0, 2 * p[best]), "dip": dips[best], "acts_like": -1}


def _cluster_places(features, data, found, tested, seed):
    """Places (n,) of the tested inputs on the lines between clusters of others, in each fold."""
    line = np.zeros(len(data.labels))
    for values, members in zip(features, data.folds, strict=True):
        own = found[members]
        if own.sum() >= FEW // 2 and values.shape[1]:
            line[members[tested[members]]] = cluster_line(values, own, tested[members], seed)
    return line


def _undivided():
    return {"p": 1.0, "dip": 0.0, "acts_like": -1}
