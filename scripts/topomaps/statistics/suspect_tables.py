"""Tables of suspicious inputs for people: names, the number to expect wrong, and a verdict."""

import numpy as np
import pandas as pd

from topomaps.statistics.expected_errors import PROBABLE, expected_wrong
from topomaps.statistics.suspicious_inputs import COLUMNS
from topomaps.statistics.verdicts_on_labels import verdict_on_labels

DECIMALS = 6
STEPS = (1, 2, 5)


def named_suspects(found, rows, names, **columns):
    """Suspicious inputs, the most suspicious first, with names of labels.

    Parameters
    ----------
    found : pandas.DataFrame
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`, of m inputs.
    rows : ndarray of int, shape (m,)
        Places of the inputs among those of the activations.
    names : sequence of str
    **columns : array, shape (m,)
        What else is known of the inputs.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS` and those given; `from_outputs` is empty where there are no outputs.
    """
    names, table = np.array(names), found[list(COLUMNS)].round(DECIMALS)
    table = table.assign(
        index=rows, given_label=names[found["given_label"]],
        predicted_label=names[found["predicted_label"]],
        is_label_issue=table["score"] > PROBABLE, **columns,
    )  # fmt: skip
    return table.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def first_sizes(n):
    """Numbers of first inputs to look at, 10, 20, 50, 100, … and all n."""
    sizes = [step * 10**power for power in range(1, len(str(n)) + 1) for step in STEPS]
    return [*(size for size in sizes if size < n), n]


def expected_table(suspects):
    """Number of wrong labels to expect among the first inputs, and what is said of all.

    Parameters
    ----------
    suspects : pandas.DataFrame
        As of `topomaps.statistics.suspicious_inputs.suspicious_inputs`, with planted errors.

    Returns
    -------
    pandas.DataFrame
        Columns first, expected, low and high, as of
        `topomaps.statistics.expected_errors.expected_wrong`; the same in each row are the number of
        planted errors, the shares of them and of those near a boundary that were found, the mean
        clarity, and the verdict.
    """
    sizes, planted = first_sizes(len(suspects)), suspects.attrs["planted"]
    bounds = expected_wrong(suspects, sizes)
    numbers = dict(zip(("expected", "low", "high"), np.round(bounds, 2), strict=True))
    shares = {
        name: round(planted[key], 3)
        for name, key in (("found", "found"), ("found_near_boundary", "near_boundary"),
                          ("clarity", "clarity"))
    }  # fmt: skip
    said = {"verdict": verdict_on_labels(suspects)}
    return pd.DataFrame(
        {"first": sizes, **numbers, "planted": planted["planted"], **shares, **said}
    )
