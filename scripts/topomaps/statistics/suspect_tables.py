"""Tables of suspicious inputs for people: names, the number to expect wrong, and a verdict."""

import numpy as np
import pandas as pd

from topomaps.statistics.expected_errors import PROBABLE, expected_wrong
from topomaps.statistics.suspicious_inputs import COLUMNS
from topomaps.statistics.verdicts_on_labels import verdict_on_labels

DECIMALS = 6
STEPS = (1, 2, 5)
AT_LEAST = 8  # inputs are shown, also where no label is probably wrong


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


def with_inputs(classes, inputs):
    """Add to classes how many of their labels to expect wrong, and what these inputs act like.

    Parameters
    ----------
    classes : pandas.DataFrame
        A row for each class, with a column `class`, or for each cell of a confusion matrix, with
        `predicted` too.
    inputs : pandas.DataFrame or None
        As of `topomaps.statistics.suspect_tables.named_suspects`.

    Returns
    -------
    pandas.DataFrame
        With the columns `expected_wrong`, the sum of the scores of the inputs labelled so, and
        `likelier_class`, the class that most of it goes to; empty without inputs.
    """
    if inputs is None:
        return classes.assign(expected_wrong=float("nan"), likelier_class="")
    totals = inputs.groupby(["given_label", "predicted_label"], sort=True)["score"].sum()
    expected, likelier = [], []
    for name in classes["class"].astype(str):
        own = totals[totals.index.get_level_values(0) == name].droplevel(0)
        expected.append(round(float(own.sum()), 2))
        likelier.append(own.idxmax() if len(own) else "")
    return classes.assign(expected_wrong=expected, likelier_class=likelier)


def suspect_pairs(suspects, n_pairs):
    """Suspicious inputs by their given and likelier label.

    Parameters
    ----------
    suspects : pandas.DataFrame
        As of `topomaps.statistics.suspect_tables.named_suspects`.
    n_pairs : int

    Returns
    -------
    list of (given, likelier, members)
        The pairs with the largest sums of scores; `members` are places in the table, of inputs
        whose label is probably wrong, or of the first ones where these are fewer than `AT_LEAST`.
    """
    n = max(int((suspects["score"] > PROBABLE).sum()), min(AT_LEAST, len(suspects)))
    first = suspects.iloc[:n].reset_index(drop=True)
    pairs = [
        (rows["score"].sum(), *pair, rows.index.to_numpy())
        for pair, rows in first.groupby(["given_label", "predicted_label"], sort=True)
    ]
    order = np.argsort([-total for total, *_ in pairs], kind="stable")[:n_pairs]
    return [pairs[number][1:] for number in order]
