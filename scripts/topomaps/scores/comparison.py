"""Summaries of scores over trials, and tests between layout methods (or other alternatives)."""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu, rankdata, wilcoxon
from statsmodels.stats.multitest import multipletests

KEYS = ("experiment", "layer", "condition", "measure", "arithmetic", "method")
CONDITIONS = ("layout", "naps")
# Trial k of condition `naps` has the same inputs for all methods; trials of `layout` share none.
PAIRED_CONDITIONS = ("naps",)
FEW = 13  # differences, of which SciPy tests all combinations of signs where there are ties
RESULT_COLUMNS = (
    "first",
    "second",
    "test",
    "n_first",
    "n_second",
    "mean_first",
    "mean_second",
    "mean_difference",
    "share_lower",
    "statistic",
    "p",
    "p_holm",
    "least_p",
    "least_p_holm",
    "sample",
)
# What the trials are a sample of. Methods that are equal over networks differ in each of them.
SAMPLE = "trials of one network, no sample of networks"


def trial_scores(scores):
    """One value per trial: the rows without parameter, averaged over groups where need be.

    Where a measure has rows without group (computed from the errors averaged over groups), these
    are taken; else its rows per group are averaged. For the AUC, which is linear, it is the same.

    Parameters
    ----------
    scores : pandas.DataFrame
        Score table with the columns experiment, layer, method, condition, trial, group, measure,
        parameter, arithmetic, value; empty cells are NaN or "".

    Returns
    -------
    pandas.DataFrame
        Columns experiment, layer, condition, measure, arithmetic, method, trial, value.

    Raises
    ------
    ValueError
        Missing columns, or aggregates without a value.
    """
    keys = [*KEYS, "trial"]
    lacking = {*keys, "group", "parameter", "value"} - set(scores.columns)
    if lacking:
        raise ValueError(f"The score table lacks the columns {', '.join(sorted(lacking))}.")
    aggregates = scores[_empty(scores["parameter"])]
    valueless = aggregates[aggregates["value"].isna()]
    if len(valueless):
        place = ", ".join(f"{key} {valueless.iloc[0][key]}" for key in keys)
        raise ValueError(
            f"{len(valueless)} scores have no value, the first one at {place}. "
            "Score these maps again, or leave the measure out of the comparison."
        )
    whole = _empty(aggregates["group"])
    has_whole = whole.groupby([aggregates[key] for key in keys], dropna=False).transform("any")
    chosen = aggregates[whole | ~has_whole]
    return chosen.groupby(keys, dropna=False, as_index=False)["value"].mean()


def summarise(scores):
    """Mean, sd (n − 1), min, max and n over trials, per `KEYS`; the score table as input."""
    values = trial_scores(scores).groupby(list(KEYS), dropna=False)["value"]
    return values.agg(mean="mean", sd="std", min="min", max="max", n="count").reset_index()


def compare_methods(scores, *, between="method", paired_conditions=PAIRED_CONDITIONS):
    """Test each pair of methods over trials, within experiment, layer, condition and measure.

    Paired conditions by Wilcoxon's signed-rank test (trials without difference left out), others
    by the Mann–Whitney U test, both two-sided, with Holm's correction over the pairs of a family
    (all pairs of one experiment, layer, condition, measure and arithmetic). Data that do not vary
    are tested like others, with p = 1 where nothing differs at all; the trials of a deterministic
    method are repetitions rather than a sample, so its Mann–Whitney p is approximate.

    Trials are layouts, or inputs, of one network: p says whether two methods differ *in this
    network*. Methods that are equally good over networks differ in each of them, and with enough
    trials surely so: about other networks, only other networks say something.

    Parameters
    ----------
    scores : pandas.DataFrame
        Score table, see `trial_scores`.
    between : str
        The column of `KEYS` whose values are compared: "experiment" with `paired_conditions=()`
        compares experiments that draw their own inputs.
    paired_conditions : sequence of str
        Conditions in which equal trial numbers mean equal inputs.

    Returns
    -------
    pandas.DataFrame
        The other columns of `KEYS`, then `RESULT_COLUMNS`; no rows if there is nothing to compare.
        mean_difference is first minus second. share_lower is the probability that `first` has the
        lower value in the same trial (paired) or in any two trials, ties counting half
        (common-language effect size; McGraw and Wong 1992): 0.5 is no difference. least_p and
        least_p_holm are the smallest p that so many trials can give, alone and for the first of the
        family's pairs; sample says what the trials are a sample of.

    Raises
    ------
    ValueError
        As `trial_scores`; an unknown condition; methods with different trials where paired.
    """
    values = trial_scores(scores)
    unknown = set(values["condition"]) - set(CONDITIONS)
    if unknown:
        raise ValueError(
            f"Unknown condition {', '.join(map(repr, sorted(unknown)))} in the score table; "
            f"allowed are {', '.join(CONDITIONS)}."
        )
    family_keys = [key for key in KEYS if key != between]
    tables = [
        _compare_family(family, between, family["condition"].iloc[0] in paired_conditions).assign(
            **dict(zip(family_keys, names, strict=True))
        )
        for names, family in values.groupby(family_keys, dropna=False)
        if family[between].nunique() > 1
    ]
    columns = [*family_keys, *RESULT_COLUMNS]
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def _compare_family(family, between, paired):
    """Rows for all pairs of the alternatives in one family of trial scores."""
    samples = {name: part.set_index("trial")["value"] for name, part in family.groupby(between)}
    rows = []
    for first, second in combinations(samples, 2):
        a, b = samples[first], samples[second]
        if paired and not a.index.equals(b.index):
            raise ValueError(
                f"{first} and {second} have different trials in condition "
                f"{family['condition'].iloc[0]}, so that they cannot be compared in pairs. "
                "Compute the missing trials."
            )
        rows.append(
            {
                "first": first,
                "second": second,
                "n_first": len(a),
                "n_second": len(b),
                "mean_first": a.mean(),
                "mean_second": b.mean(),
                "mean_difference": a.mean() - b.mean(),
                **(_signed_rank(a - b) if paired else _rank_sum(a, b)),
                "least_p": least_p(len(a), len(b), paired),
            }
        )
    table = pd.DataFrame(rows)
    return table.assign(
        p_holm=multipletests(table["p"], method="holm")[1],
        least_p_holm=np.minimum(1, table["least_p"] * len(table)),
        sample=SAMPLE,
    )


def least_p(n_first, n_second, paired):
    """Smallest p that so many trials can give: all differences, or all ranks, of one order."""
    return min(1.0, 2 / (2**n_first if paired else comb(n_first + n_second, n_first)))


def _signed_rank(differences):
    """Wilcoxon's test of paired differences; p = 1 if all of them are zero."""
    differing = differences[differences != 0].to_numpy()
    if not len(differing):
        statistic, p = 0.0, 1.0
    elif len(differing) <= FEW and len(np.unique(np.abs(differing))) < len(differing):
        statistic, p = _tied_signed_rank(differing)
    else:
        statistic, p = wilcoxon(differing)
    share_lower = (differences < 0).mean() + (differences == 0).mean() / 2
    return {"test": "Wilcoxon", "share_lower": share_lower, "statistic": statistic, "p": p}


def _tied_signed_rank(differences):
    """Wilcoxon's exact test of few differences with ties, as SciPy's, which takes seconds.

    The p-value counts all combinations of signs of the ranks.
    """
    ranks = rankdata(np.abs(differences))
    signs = np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks)) & 1
    sums, positive = signs @ ranks, ranks[differences > 0].sum()
    p = 2 * min((sums <= positive).mean(), (sums >= positive).mean())
    return min(positive, ranks.sum() - positive), min(1.0, p)


def _rank_sum(a, b):
    """Mann–Whitney's test of two samples."""
    statistic, p = mannwhitneyu(a, b)
    share_lower = 1 - statistic / (len(a) * len(b))
    return {"test": "Mann–Whitney", "share_lower": share_lower, "statistic": statistic, "p": p}


def _empty(column):
    """Whether cells are empty: "" in memory, NaN when read from a file."""
    return column.isna() | column.eq("")
