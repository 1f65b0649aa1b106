"""Is a group one population or two? Parts of a group that act like another group, or differ.

**Null hypothesis.** The group's inputs are unimodal along the directions that are looked at. A
group that merely overlaps with another, as shirts do with T-shirts, is *not* divided: there is no
gap in it. Directions lead from the group to each other group (`towards="groups"`), or to where the
group itself varies in two clusters (`towards="anything"`: found in one half of its inputs, tested
in the other, and the other way round).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.mixture import GaussianMixture
from statsmodels.stats.multitest import multipletests

from topomaps.statistics.dip import dip_p_values, dip_statistic
from topomaps.statistics.labelled_layers import check_labelled, components
from topomaps.statistics.second_mode import second_mode_p

TOWARDS = ("groups", "anything")
FEW = 20  # inputs; fewer are never called divided
SHRUNK = 0.01  # of the mean variance, added to each
N_CLUSTERED = 10  # components in which clusters are looked for
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
        the direction of least p; the group there (-1 with `towards="anything"`); share of the
        second part, and its interval (2.5 % to 97.5 %); distance of the parts' means in
        standard deviations within the parts.
    membership : ndarray, shape (n,)
        Probability that an input belongs to the second part of its group: the one towards
        `acts_like`, or the smaller one.
    differences : list of ndarray (G, N_i)
        Per layer, group and neuron, the second part's mean minus the first's, in standard
        deviations within the parts (0 for constant neurons). None with several folds, whose
        neurons are not the same.
    """

    table: pd.DataFrame
    membership: np.ndarray
    differences: list | None


def hidden_subgroups(activations, labels, *, seed, level=0.05, towards="groups", folds=None):
    """Test of each group whether it is one population or two.

    Along each direction, the dip test (Hartigan and Hartigan 1985) is valid for any unimodal
    null. Its p-values are multiplied by the number of directions (Bonferroni), then corrected over
    groups (Holm). The parts are those of a mixture of two normal distributions on the direction.

    Parameters
    ----------
    activations : array (n, N), or list of arrays (n, N_i)
    labels : array of int (n,)
        Group of each input: classes, or values of any attribute.
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
    data = check_labelled(activations, labels, None, folds, min_classes=1 + (towards == "groups"))
    features = [components(data, rows, seed) for rows in data.folds]
    find = _towards_groups if towards == "groups" else _towards_anything
    groups = np.unique(data.labels)
    membership, entries = np.zeros(len(data.labels)), []
    for group in groups.tolist():
        rows, line, entry = find(features, data, group, seed)
        second = _second_part(line, seed, smaller=towards == "anything")
        membership[rows] = second
        entries.append({"group": group, "n": len(rows), **entry, **_parts(line, second)})
    table = pd.DataFrame(entries)
    table["p_holm"] = multipletests(table["p"], method="holm")[1]
    table["divided"] = table["p_holm"] < level
    differences = None
    if len(data.folds) == 1:
        differences = [_differences(layer, data.labels, groups, membership)
                       for layer in data.layers]  # fmt: skip
    return Subgroups(table[list(COLUMNS)], membership, differences)


def _towards_groups(features, data, group, seed):
    """Rows of a group, their places on the line towards another group, and the test's result."""
    others = [other for other in np.unique(data.labels).tolist() if other != group]
    lines = _discriminants(features, data, group, others)
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


def _discriminants(features, data, group, others):
    """Places (n,) of all inputs on the line from a group to each other one.

    Fisher's discriminant of the two groups, with the scatter within all groups; in each fold, the
    group's median is 0 and the scatter within groups 1.
    """
    lines = [np.zeros(len(data.labels)) for _ in others]
    for values, rows in zip(features, data.folds, strict=True):
        labels = data.labels[rows]
        own = labels == group
        if not own.any() or not values.shape[1]:
            continue
        scatter = _scatter_within(values, labels)
        for line, other in zip(lines, others, strict=True):
            if not (labels == other).any():
                continue
            way = values[labels == other].mean(axis=0) - values[own].mean(axis=0)
            weights = np.linalg.solve(scatter, way)
            places = values @ weights / np.sqrt(max(way @ weights, 1e-300))
            line[rows] = places - np.median(places[own])
    return lines


def _scatter_within(values, labels):
    """Covariance within groups, shrunk a little so that it can be inverted."""
    _, codes = np.unique(labels, return_inverse=True)
    means = np.stack([values[codes == code].mean(axis=0) for code in range(codes.max() + 1)])
    centred = values - means[codes]
    scatter = centred.T @ centred / len(values)
    level = SHRUNK * np.trace(scatter) / len(scatter)
    return scatter + max(level, 1e-12) * np.eye(len(scatter))


def _towards_anything(features, data, group, seed):
    rows = np.flatnonzero(data.labels == group)
    line, dips, p = np.zeros(len(data.labels)), [], []
    half = np.zeros(len(data.labels), dtype=np.int64)
    half[rows] = np.random.default_rng([seed, group]).permutation(len(rows)) % 2
    for number in (0, 1):
        for values, members in zip(features, data.folds, strict=True):
            own = data.labels[members] == group
            found, tested = own & (half[members] != number), own & (half[members] == number)
            if found.sum() >= FEW // 2 and values.shape[1]:
                line[members[tested]] = _cluster_line(values, found, tested, seed)
        tested = rows[half[rows] == number]
        dips.append(dip_statistic(line[tested]) if len(tested) else 0.0)
        p.append(float(dip_p_values(dips[-1], len(tested), seed=seed)))
    if len(rows) < FEW:
        return rows, line[rows], _undivided()
    best = int(np.argmin(p))
    return rows, line[rows], {"p": min(1.0, 2 * p[best]), "dip": dips[best], "acts_like": -1}


def _cluster_line(values, found, tested, seed):
    """Places of the tested inputs on the line between two clusters of the others."""
    values = values[:, :N_CLUSTERED]
    mixture = GaussianMixture(2, covariance_type="tied", n_init=3, random_state=seed,
                              reg_covar=1e-6 * values.var()).fit(values[found])  # fmt: skip
    big, small = np.argsort(-mixture.weights_)
    way = mixture.means_[small] - mixture.means_[big]
    weights = mixture.precisions_ @ way
    places = values @ weights / np.sqrt(max(way @ weights, 1e-300))
    return places[tested] - np.median(places[found])


def _second_part(line, seed, *, smaller):
    """Probability (n,) of belonging to the part farther along the line, or to the smaller one."""
    if len(line) < FEW or np.ptp(line) == 0:
        return np.zeros(len(line))
    start = np.quantile(line, [0.02, 0.98])
    mixture = GaussianMixture(
        2, means_init=start[:, None], reg_covar=1e-6 * line.var(), random_state=seed
    ).fit(line[:, None])
    first, second = np.argsort(mixture.means_[:, 0])
    if smaller:
        first, second = np.argsort(-mixture.weights_)
    # A wide part has more density on both sides of a narrow one: only its own side counts.
    middle, scale = mixture.means_[:, 0].mean(), np.sqrt(mixture.covariances_[:, 0, 0].mean())
    probability = mixture.predict_proba(line[:, None])[:, second]
    side = np.sign(mixture.means_[second, 0] - mixture.means_[first, 0])
    return probability * expit(10 * (side * (line - middle) / scale + 1))


def _parts(line, second):
    """Share of the second part with its interval, and the parts' distance."""
    share = float(second.mean()) if len(second) else 0.0
    if not 0 < share < 1:
        return {"share": share, "low": 0.0, "high": 0.0, "distance": 0.0}
    error = 1.96 * np.sqrt(share * (1 - share) / len(second))
    means = [np.average(line, weights=each) for each in (1 - second, second)]
    spread = np.average(np.square(line - means[0]), weights=1 - second) * (1 - share)
    spread += np.average(np.square(line - means[1]), weights=second) * share
    distance = abs(means[1] - means[0]) / np.sqrt(max(spread, 1e-300))
    return {"share": share, "low": max(0.0, share - error), "high": min(1.0, share + error),
            "distance": float(distance)}  # fmt: skip


def _undivided():
    return {"p": 1.0, "dip": 0.0, "acts_like": -1}


def _differences(layer, labels, groups, membership):
    """Standardised differences (G, N) between the parts of each group."""
    result = np.zeros((len(groups), layer.shape[1]))
    for number, group in enumerate(groups):
        values, second = layer[labels == group].astype(np.float64), membership[labels == group]
        if min(second.sum(), (1 - second).sum()) < 1:
            continue
        means = [np.average(values, axis=0, weights=each) for each in (1 - second, second)]
        expected = np.outer(1 - second, means[0]) + np.outer(second, means[1])
        spread = np.sqrt(np.square(values - expected).mean(axis=0))
        varied = spread > 1e-9 * np.abs(values).max(axis=0)
        gap = means[1] - means[0]
        result[number] = np.divide(gap, spread, out=np.zeros_like(gap), where=varied)
    return result
