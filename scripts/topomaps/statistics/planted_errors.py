"""Which wrong labels would have been found: errors planted in the user's own data.

Some labels are made wrong at random, and all inputs are judged again. As the planted errors are
known, they measure what the scores miss, in these layers and with so many inputs; real errors that
came about at random cannot be told from them. Their evidence says too how sure errors look: right
labels of odd inputs, near a boundary of classes, are rarely as suspicious.
"""

from dataclasses import replace

import numpy as np
from scipy.special import expit

from topomaps.statistics.label_evidence import against, judge, others, with_labels

SHARE = 0.05  # of the labels is made wrong at once
WANTED, RUNS = 250, (5, 20)  # planted errors; least and most runs
AT_ONCE = 20_000  # inputs that are judged in one run
ABOVE = (0.1, 0.25, 0.5)  # quantiles of planted errors, where inputs are counted
CERTAIN = 0.25  # quantile of those that were found; odd inputs are rarely beyond


def planted_errors(data, features, judged, *, blocks=None, seed=0):
    """Plant errors, judge all inputs again, and count what is found.

    Parameters
    ----------
    data, features
        As of `topomaps.statistics.label_evidence.judge`.
    judged : topomaps.statistics.label_evidence.Judged
        With the labels as they are.
    blocks : ndarray of int, shape (n,), optional
        Codes from 0 on; inputs of one block are made wrong together.
    seed : int

    Returns
    -------
    dict
        Plain values. `inputs`: n. `unit`: how many inputs count for one, where blocks depend or not
        all inputs were judged. `clarity`: mean of all. `planted`: number of errors. `effective`:
        for how many these count. `found`: share of them with a score above 0.5. `score`: their mean
        score. `near_boundary`: share found of errors in the `SHARE` of inputs nearest to a boundary
        of classes. `above`: for some levels of evidence, the share of planted errors beyond, and
        the number of given labels beyond. `certain`: the same of the planted errors that were
        found, at one level.
    """
    n, generator = len(data.labels), np.random.default_rng([seed, 1])
    blocks = np.arange(n) if blocks is None else blocks
    posterior = with_labels(judged.logs, judged.frequencies, data.labels)
    evidence = against(posterior, data.labels)
    runs = []
    for rows in _rows_to_plant(evidence, blocks, generator):
        wrong = _wrong_labels(data.labels, rows, blocks, generator)
        runs.append(_judged_again(data, features, rows, wrong, generator, seed))
    rows = _nearest(evidence)
    wrong = others(posterior[rows], data.labels[rows]).argmax(axis=1)
    near, _ = _judged_again(data, features, rows, wrong, generator, seed)
    effect = _design_effect(blocks)
    return {
        "inputs": n,
        "unit": effect * max(1.0, n / (len(runs) * AT_ONCE)),
        "clarity": float(judged.clarity.mean()),
        "near_boundary": float(np.mean(near > 0)),
        **_counts(runs, evidence, effect),
    }


def _size(n):
    """How many of n labels to make wrong at once."""
    return max(1, round(SHARE * min(n, AT_ONCE)))


def _design_effect(blocks):
    """How many inputs of blocks (n,) say as much as one that depends on no other (Kish 1965)."""
    sizes = np.bincount(blocks).astype(float)
    return float(np.square(sizes).sum() / sizes.sum())


def _rows_to_plant(evidence, blocks, generator):
    """Rows to make wrong in each run: blocks of inputs whose labels are not suspicious."""
    size = _size(len(evidence))
    n_runs = int(np.clip(-(-WANTED // size), *RUNS))
    suspicious = np.bincount(blocks, weights=evidence > 0) > 0
    order = generator.permutation(len(suspicious))
    if not suspicious.all():
        order = order[~suspicious[order]]
    run = np.full(len(suspicious), -1)
    run[order] = (np.cumsum(np.bincount(blocks)[order]) - 1) // size
    found = [np.flatnonzero(run[blocks] == number) for number in range(n_runs)]
    return [rows for rows in found if len(rows)]


def _wrong_labels(labels, rows, blocks, generator):
    """Another label of those that there are for each row, by one shift in all of a block."""
    present, codes = np.unique(labels, return_inverse=True)
    distinct, own = np.unique(blocks[rows], return_inverse=True)
    shifts = generator.integers(1, len(present), size=len(distinct))[own]
    return present[(codes[rows] + shifts) % len(present)]


def _nearest(evidence):
    """Rows of the inputs that are the most like another class, but not suspicious."""
    ordered = np.argsort(-evidence, kind="stable")
    unsuspected = ordered[evidence[ordered] <= 0]
    return (unsuspected if len(unsuspected) else ordered)[: _size(len(evidence))]


def _judged_again(data, features, rows, wrong, generator, seed):
    """Evidence against the labels that were made wrong, and against the given ones beside them."""
    labels = data.labels.copy()
    labels[rows] = wrong
    kept = _kept(len(labels), rows, generator)
    changed, own = _part(replace(data, labels=labels), features, kept)
    found = judge(changed, own, seed)
    posterior = with_labels(found.logs, found.frequencies, changed.labels)
    evidence, is_planted = against(posterior, changed.labels), np.isin(kept, rows)
    return evidence[is_planted], evidence[~is_planted]


def _kept(n, rows, generator):
    """Rows to judge, in increasing order: all, or those planted and others at random."""
    if n <= AT_ONCE:
        return np.arange(n)
    rest = np.setdiff1d(np.arange(n), rows)
    return np.sort(np.r_[rows, generator.choice(rest, AT_ONCE - len(rows), replace=False)])


def _part(data, features, kept):
    """Some rows of labelled data and of the features of each fold."""
    if len(kept) == len(data.labels):
        return data, features
    inside = [np.isin(rows, kept) for rows in data.folds]
    folds = [np.searchsorted(kept, rows[own]) for rows, own in zip(data.folds, inside, strict=True)]
    logs = data.log_probabilities
    part = replace(
        data, labels=data.labels[kept], log_probabilities=None if logs is None else logs[kept],
        folds=[rows for rows in folds if len(rows)],
    )  # fmt: skip
    own = [values[each] for values, each in zip(features, inside, strict=True) if each.any()]
    return part, own


def _counts(runs, evidence, effect):
    """Numbers of planted errors and of given labels beyond some levels of evidence."""
    n, planted = len(evidence), np.concatenate([each for each, _ in runs])
    found = planted[planted > 0]

    def beside(level):
        return float(np.mean([np.mean(rest >= level) for _, rest in runs]) * n)

    sure = float(np.quantile(found, CERTAIN)) if len(found) else 0.0
    share = float(np.mean(found >= sure)) if len(found) else 1.0
    return {
        "planted": len(planted),
        "effective": len(planted) / max(effect, _spread([each > 0 for each, _ in runs])),
        "found": len(found) / len(planted),
        "score": float(expit(planted).mean()),
        "above": [
            (float(np.mean(planted >= level)), beside(level))
            for level in np.quantile(planted, ABOVE)
        ],
        "certain": (share, min(float(np.sum(evidence >= sure)), beside(sure))),
    }


def _spread(found):
    """Variance of the shares found in the runs, over that of independent errors."""
    shares, size = np.array([each.mean() for each in found]), np.mean([len(e) for e in found])
    expected = shares.mean() * (1 - shares.mean()) / size
    return float(shares.var(ddof=1) / expected) if len(found) > 1 and expected > 0 else 1.0
