"""Do groups differ in what the network predicts for them? Gaps of shares, beside chance."""

import logging

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from topomaps.common.seeds import seed_for
from topomaps.groups.factors import CHECKPOINT, CLASS, CONFUSION, CORRECTNESS, PREDICTION
from topomaps.groups.outcomes import ACCURACY, CONFIDENCE, measured_outcomes
from topomaps.groups.shares import pairs
from topomaps.statistics.permuted_gaps import permuted_gaps

logger = logging.getLogger(__name__)

MAX_ROWS = 100_000  # of pairs of groups
N_PERMUTATIONS = 9999  # or fewer, of very large tables
GAP_COLUMNS = [
    "measure", "predicted", "first", "second", "n_first", "n_second", "share_first", "share_second",
    "gap", "low", "high", "no_larger_than",
]  # fmt: skip
TEST_COLUMNS = [
    "measure", "predicted", "n_groups", "lowest", "highest", "gap", "no_larger_than",
    "adjusted_gap", "chance_median", "chance_high", "p", "p_holm", "n_inputs", "n_units",
    "n_permutable", "least_p", "n_permutations", "untested",
]  # fmt: skip
BY_DEFINITION = "it follows from the groups themselves"
SAME_INPUTS = "the groups are the same inputs at several checkpoints"
TOO_SMALL = "fewer than two groups have two inputs, or blocks of inputs"


def gap_table(known, grouping, by, blocks=None):
    """Differences of the groups' shares of each outcome, with intervals, for all pairs of groups.

    Parameters
    ----------
    known : topomaps.activations.inputs.InputTable
    grouping : topomaps.groups.groupings.Grouping
    by : list of str
        What the groups are made of.
    blocks : ndarray of int, shape (n,), optional
        Block of each input, where inputs depend on each other.

    Returns
    -------
    pandas.DataFrame
        Columns `GAP_COLUMNS`. `gap` is the share of the first group minus that of the second, `low`
        and `high` its 95 % interval (Newcombe 1998, method 10), for each pair by itself.
        `no_larger_than` is the smallest bound that two one-sided tests at 5 % leave for the gap, in
        either direction (Schuirmann 1987). Outcomes that follow from the groups have no rows, nor
        have groups of the same inputs; nor, with a warning, the rarest classes of very many groups.
    """
    n_groups, parts, n_rows = len(grouping.names), [], 0
    n_pairs, n_left_out = n_groups * (n_groups - 1) // 2, 0
    for each in measured_outcomes(known, grouping):
        if why_untested(each.measure, by):
            continue
        shares = each.shares(n_groups, blocks)
        for outcome in np.argsort(-shares.counts.sum(axis=0), kind="stable"):
            if n_rows + n_pairs > MAX_ROWS:
                n_left_out += 1
                continue
            n_rows += n_pairs
            parts.append(_pairs_of(each, grouping.names, shares, outcome))
    if n_left_out:
        logger.warning(
            "the table of gaps has no rows of %d outcomes, since those of the %d pairs of groups "
            "would be more than %d; the largest gap of each is tested all the same",
            *(n_left_out, n_pairs, MAX_ROWS),
        )
    return _joined(parts, GAP_COLUMNS)


def _joined(tables, columns):
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _pairs_of(measured, names, shares, outcome):
    """Rows of one outcome, of pairs of groups that have inputs."""
    first, second = pairs(len(names))
    gap, low, high = shares.gaps(outcome, CONFIDENCE)
    names, of_groups = np.array(names, dtype=object), {"n": shares.n}
    of_groups["share"] = shares.shares[:, outcome]
    sides = {"first": first, "second": second}
    table = pd.DataFrame(
        {
            "measure": measured.measure,
            "predicted": measured.names[outcome],
            **{side: names[index] for side, index in sides.items()},
            **{
                f"{key}_{side}": values[index]
                for key, values in of_groups.items()
                for side, index in sides.items()
            },
            "gap": gap,
            "low": low,
            "high": high,
            "no_larger_than": _largest_left(shares, outcome),
        }
    )[GAP_COLUMNS]
    return table[table["gap"].notna()]


def _largest_left(shares, outcome):
    """Bound of the absolute gap of each pair that two one-sided tests leave."""
    return np.abs(shares.gaps(outcome, 2 * CONFIDENCE - 1)[1:]).max(axis=0)


def outcome_tests(known, grouping, by, *, seed, strata=None, blocks=None):
    """Test of each outcome whether the clearest gap between groups is more than chance.

    Parameters
    ----------
    known, grouping, by, blocks
        As of `gap_table`.
    seed : int
    strata : ndarray of int, shape (n,), optional
        Code of the nuisance attributes, within which groups are permuted.

    Returns
    -------
    pandas.DataFrame
        Columns `TEST_COLUMNS`, a row for the accuracy and for each predicted class, of groups of
        two inputs (or blocks) or more. `gap` is the share of the group `highest` minus that of the
        group `lowest`: the clearest gap, which is the largest in units of its noise, and between
        groups of one size the largest of all. With 95 % confidence no gap is larger than
        `no_larger_than`: the largest bound of all pairs, which needs no correction for their
        number, because all of them have to be smaller (Berger 1982). `adjusted_gap` is what the
        strata do not explain of it, equal to `gap` without any; `chance_median` and `chance_high`
        are what the clearest gap is under permutation, between groups of these sizes: its median
        and its 95 % quantile. `p` is that of
        `topomaps.statistics.permuted_gaps.permuted_gaps`, `p_holm` with Holm's correction over the
        predicted classes. `untested` says why there is none.
    """
    tables = []
    for each in measured_outcomes(known, grouping):
        measured, kept = _of_large_groups(each, len(grouping.names), blocks)
        names = np.array(grouping.names, dtype=object)[kept]
        why = why_untested(each.measure, by) or ("" if len(kept) > 1 else TOO_SMALL)
        tables.append(_tests_of(measured, names, why, strata, blocks, seed))
    table = _joined(tables, TEST_COLUMNS)
    return table.assign(untested=table["untested"].where(table["untested"] != ""))


def why_untested(measure, by):
    """Why gaps of a measure between groups mean nothing; empty where they do."""
    parts = {*by}
    if by == [CHECKPOINT]:
        return SAME_INPUTS
    if by == [CORRECTNESS]:
        parts |= {CLASS}
    if CONFUSION in parts:
        parts |= {CLASS, PREDICTION}
    outcome, other = (CORRECTNESS, PREDICTION) if measure == ACCURACY else (PREDICTION, CORRECTNESS)
    is_fixed = outcome in parts or {CLASS, other} <= parts
    return BY_DEFINITION if is_fixed else ""


def _of_large_groups(measured, n_groups, blocks):
    """The same of groups of two inputs (or blocks) or more, and the places of these groups."""
    n_units = measured.shares(n_groups, blocks).n_units
    kept = np.flatnonzero(n_units > 1)
    chosen = n_units[measured.groups] > 1
    groups = np.searchsorted(kept, measured.groups[chosen])
    return measured._replace(
        inputs=measured.inputs[chosen], groups=groups, outcomes=measured.outcomes[chosen]
    ), kept


def _tests_of(measured, names, why, strata, blocks, seed):
    """Rows of the tests of one measure."""
    shares = measured.shares(len(names), blocks)
    outcomes, own = range(len(measured.names)), measured.inputs
    rows = {"measure": measured.measure, "predicted": measured.names, "n_groups": len(names)}
    rows |= {"n_inputs": len(own), "n_units": len(own), "untested": why}
    if blocks is not None:
        rows["n_units"] = len(np.unique(blocks[own]))
    if len(names) > 1:
        rows |= _largest(shares.shares, names)
    if not why:
        rows["no_larger_than"] = [_largest_left(shares, each).max() for each in outcomes]
        rows |= _permuted(measured, strata, blocks, seed)
        if "p" in rows:
            rows |= _between(shares.shares, names, rows["lowest"], rows["highest"])
    return pd.DataFrame(rows, index=outcomes).reindex(columns=TEST_COLUMNS)


def _largest(shares, names):
    """Groups of the smallest and of the largest share of each outcome, and the gap."""
    return _between(shares, names, shares.argmin(axis=0), shares.argmax(axis=0))


def _between(shares, names, lowest, highest):
    """Names of two groups (K,) for each outcome, and the gap of their shares (G, K)."""
    gap = np.subtract(*np.take_along_axis(shares, np.stack([highest, lowest]), axis=0))
    return {"lowest": names[lowest], "highest": names[highest], "gap": gap}


def _permuted(measured, strata, blocks, seed):
    """Columns of the permutation test, or why there is none."""
    n_outcomes, own = len(measured.names), measured.inputs
    within = {"strata": strata, "blocks": blocks}
    within = {key: None if each is None else each[own] for key, each in within.items()}
    how = {"seed": seed_for(seed, measured.measure), "n_permutations": N_PERMUTATIONS}
    try:
        found = permuted_gaps(measured.groups, measured.outcomes, n_outcomes, **within, **how)
    except ValueError as error:  # nothing can be permuted, or not as wholes
        logger.warning("gaps of the measure %r are not tested: %s", measured.measure, error)
        return {"untested": str(error)}
    n_permutations = len(found.null)
    if n_outcomes / (n_permutations + 1) > 1 - CONFIDENCE:
        logger.warning(
            "with %d classes and %d permutations no gap can be significant after Holm's correction",
            *(n_outcomes, n_permutations),
        )
    return {
        "lowest": found.lowest,
        "highest": found.highest,
        "adjusted_gap": found.gap,
        "chance_median": np.median(found.null, axis=0),
        "chance_high": np.quantile(found.null, CONFIDENCE, axis=0),
        "p": found.p,
        "p_holm": multipletests(found.p, method="holm")[1],
        "n_permutable": found.n_permutable,
        "least_p": found.least_p,
        "n_permutations": n_permutations,
    }
