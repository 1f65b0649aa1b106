"""What a page says of the gaps between groups in what the network predicts."""

import pandas as pd

from topomaps.common.probabilities import equals_p, holm_p
from topomaps.common.reader_names import class_name, group_name

MAX_GAPS = 20


def words_of_gaps(tests):
    """Sentences about the clearest gap of each outcome, beside what it is by chance.

    Parameters
    ----------
    tests : pandas.DataFrame
        As of `topomaps.statistics.outcome_gaps.outcome_tests`.

    Returns
    -------
    list of dict
        outcome ("" for the accuracy, the name of a predicted class, None for what is said of
        several) and words; of tested ones the gap, nuisance taken out, and the end of the band of
        chance. Of the accuracy, and of predicted classes, those of the least p first, `MAX_GAPS`
        at most; one for all outcomes that are not tested for the same reason.
    """
    tested = tests[tests["untested"].isna()]
    tested = tested.sort_values(["measure", "p", "gap"], ascending=[True, True, False])
    words = [
        {
            "outcome": "" if pd.isna(row.predicted) else class_name(row.predicted),
            "words": _sentence(row),
            "gap": float(row.adjusted_gap),
            "chance_high": float(row.chance_high),
        }
        for row in tested.head(MAX_GAPS).itertuples()
    ]
    reasons = tests.dropna(subset="untested").groupby(["measure", "untested"], sort=False)
    general = [_untested(*each) for each, _ in reasons]
    if len(tested) > MAX_GAPS:
        general.insert(0, f"{len(tested) - MAX_GAPS} more classes have a p as large, or larger.")
    return [*words, *({"outcome": None, "words": each} for each in general)]


def _sentence(row):
    name = "Accuracy" if pd.isna(row.predicted) else f"Predicted as “{class_name(row.predicted)}”"
    adjusted = ""
    if abs(row.adjusted_gap - row.gap) > 1e-9:
        adjusted = f", {_percent(row.adjusted_gap)} beyond what the nuisance attributes explain"
    corrected = ""
    if not pd.isna(row.predicted):
        corrected = f" ({holm_p(row.p_holm, row.p, row.least_p)} for all classes together)"
    return (
        f"{name}: the clearest gap is {_percent(row.gap)}, {group_name(row.highest)} above "
        f"{group_name(row.lowest)}{adjusted}; by chance {_percent(row.chance_median)}, and up to "
        f"{_percent(row.chance_high)} in 95 % of {row.n_permutations:.0f} permutations. "
        f"p {equals_p(row.p, row.least_p)}{corrected}. With 95 % confidence no gap is larger than "
        f"{_percent(row.no_larger_than)}."
    )


def _untested(measure, reason):
    name = "Accuracy" if measure == "accuracy" else "Predicted classes"
    return f"{name}: gaps are not tested, since {reason[0].lower()}{reason[1:].rstrip('.')}."


def _percent(share):
    return f"{100 * share:.3g} %"
