"""Tables of effects: each change beside what sets of as many neurons do, with p."""

import numpy as np
import pandas as pd
from scipy.stats import t

from topomaps.common.probabilities import least_p
from topomaps.effects.controls import LEVEL
from topomaps.effects.group_sums import Summed
from topomaps.effects.measures import COLUMNS, GAP, MEAN, SHARE, measured, measures_of
from topomaps.statistics.chance import TIE_TOLERANCE

ACTS, NOTHING = "acts", "nothing"  # findings
ROUNDING = 1e-6  # changes below this share of the largest output are those of float32's rounding


def effect_table(inputs, sums, region, n_neurons, *, with_shares=True):
    """What replacing the neurons of one region does, beside what its control sets do.

    Parameters
    ----------
    inputs : topomaps.effects.group_sums.Inputs
    sums : topomaps.effects.passes.SetSums
    region : int
        Place of the region among those of the sums.
    n_neurons : int
        That the region has.
    with_shares : bool
        Whether the shares of predictions are among the measures.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`; a row for each group and measure, then those of the gap between groups.
    """

    def values(each):
        return measured(Summed.of(each, len(inputs.outputs)), with_shares)

    before, after = values(sums.before), values(sums.after[region])
    drawn = values(sums.drawn_after[region]) - values(sums.drawn_before)
    measures = measures_of(inputs.outputs, inputs.labels is not None, with_shares)
    changes = _without_rounding(after - before, np.abs(before[..., : len(inputs.outputs)]).max())
    kinds = [name for name, _ in measures]
    half = _half_widths(drawn, inputs, sums.before[:, 0], kinds)
    p, least = p_of_families(changes, kinds, before), least_p(len(changes) - 1)
    bands = np.quantile(changes[1:], (0.025, 0.5, 0.975), axis=0)
    rows = []
    for g, group in enumerate([*inputs.names, GAP]):
        n = sums.before[:, 0].sum() if group == GAP else sums.before[g, 0]
        for m, (measure, output) in enumerate(measures):
            at = g, m
            rows.append((
                group, output, before[at], after[0][at], changes[0][at],
                changes[0][at] - half[at], changes[0][at] + half[at], p[at], least,
                measure, int(n), n_neurons, *bands[:, g, m], ACTS if p[at] <= LEVEL else NOTHING,
            ))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table[np.isfinite(table["before"])].reset_index(drop=True)


def _without_rounding(changes, largest):
    """Changes (..., M), with 0 in the place of what rounding alone makes of no change."""
    return np.where(np.abs(changes) < ROUNDING * largest, 0.0, changes)


def p_of_families(changes, measures, before):
    """p of each change by a region, corrected over the measures of its group.

    Shares of predictions are a family of their own, all other measures the other one.

    Parameters
    ----------
    changes : ndarray, shape (1 + S, G, M)
        By the region, and by each control set. NaN where nothing is measured.
    measures : list of str, length M
    before : ndarray, shape (G, M)
        Of the groups and the gap; tells whether outputs are probabilities.

    Returns
    -------
    ndarray, shape (G, M)
    """
    is_share, found = np.array(measures) == SHARE, np.ones(changes.shape[1:])
    means = before[:, np.array(measures) == MEAN]
    are_probabilities = means.min() >= 0 and means.max() <= 1
    for of_family in (is_share, ~is_share):
        if of_family.any():
            found[:, of_family] = family_wise_p(changes[..., of_family], are_probabilities)
    return found


def family_wise_p(changes, of_one_unit=True):
    """p of each change by a region, corrected over the measures of a family.

    Each measure's changes are divided by their root mean square over the region and its control
    sets; the largest in absolute value of a control set stands for it (Westfall and Young 1993).
    Of measures of one unit, none is divided by less than the root mean square over all: else, rare
    changes of outputs that hardly change would hide those that matter. If the region is drawn as
    its control sets are, p is exact.

    Parameters
    ----------
    changes : ndarray, shape (1 + S, G, M)
    of_one_unit : bool

    Returns
    -------
    ndarray, shape (G, M)
        (1 + sets that change any measure of the family as much) / (1 + S).
    """
    sizes = np.abs(np.nan_to_num(changes))
    scale = np.sqrt(np.square(sizes).mean(axis=0))
    if of_one_unit:
        scale = np.maximum(scale, np.sqrt(np.square(scale).mean(axis=-1, keepdims=True)))
    scaled = np.divide(sizes, scale, out=np.zeros_like(sizes), where=scale > 0)
    largest = scaled[1:].max(axis=-1)
    reached = largest[..., None] >= scaled[0] - TIE_TOLERANCE
    return (1 + reached.sum(axis=0)) / len(changes)


def _half_widths(drawn, inputs, n, measures):
    """Half the widths (G + 1, M) of intervals of changes, from draws (B, G + 1, M) of them.

    Of shares and accuracies, one more input counts as changed: an interval is not empty where no
    input of the sample has changed.
    """
    units = np.array([_n_units(inputs, g) for g in range(len(n))])
    freedom = np.append(units - 1, (units - 1).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _deviations(drawn) * np.sqrt((freedom + 1) / freedom)[:, None]
        one_more = np.append(1 / n, 1 / n.min())[:, None] * (np.array(measures) != MEAN)
    quantile = t.isf((1 - 0.95) / 2, np.where(freedom > 0, freedom, np.nan))
    return quantile[:, None] * np.hypot(spread, one_more)


def _deviations(drawn):
    """Standard deviation over the draws (B, ...) in which there is something to measure."""
    n = np.isfinite(drawn).sum(axis=0)
    beyond = drawn - np.nansum(drawn, axis=0) / n
    return np.sqrt(np.nansum(beyond**2, axis=0) / n)


def _n_units(inputs, group):
    own = inputs.groups == group
    return own.sum() if inputs.units is None else len(np.unique(inputs.units[own]))


def corrected_over_regions(table):
    """The table of several regions with `p_holm`, corrected over those of the same kind (Holm).

    Each region has a row for each group and measure, in the same order.
    """
    corrected = np.empty(len(table))
    for _, places in table.groupby("kind", sort=False).indices.items():
        own = table.iloc[places]
        p = own["p"].to_numpy().reshape(own["region"].nunique(), -1)
        corrected[places] = _holm(p).ravel()
    table = table.assign(finding=np.where(corrected <= LEVEL, ACTS, NOTHING))
    table.insert(table.columns.get_loc("p") + 1, "p_holm", corrected)
    return table


def _holm(p):
    """Holm's adjusted p-values (R, K) over the first axis, of all columns at once."""
    order = np.argsort(p, axis=0, kind="stable")
    factors = np.arange(len(p), 0, -1)[:, None]
    adjusted = np.maximum.accumulate(np.take_along_axis(p, order, 0) * factors, axis=0)
    result = np.empty_like(p)
    np.put_along_axis(result, order, np.minimum(adjusted, 1), 0)
    return result
