"""Tables of suspicious inputs for people: names, the number to expect wrong, and a verdict."""

import numpy as np
import pandas as pd

from topomaps.statistics.expected_errors import expected_wrong

COLUMNS = ("index", "given_label", "predicted_label", "score", "is_label_issue", "from_outputs",
           "from_activations")  # fmt: skip
DECIMALS = 6
PROBABLE = 0.5  # a label is more probably wrong than right
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
    names, score = np.array(names), found["score"].to_numpy().round(DECIMALS)
    values = (
        rows, names[found["given"]], names[found["likelier"]], score, score > PROBABLE,
        found["outputs"].round(DECIMALS), found["activations"].round(DECIMALS),
    )  # fmt: skip
    table = pd.DataFrame({**dict(zip(COLUMNS, values, strict=True)), **columns})
    return table.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def first_sizes(n):
    """Numbers of first inputs to look at, 10, 20, 50, 100, … and all n."""
    sizes = [step * 10**power for power in range(1, len(str(n)) + 1) for step in STEPS]
    return [*(size for size in sizes if size < n), n]


def expected_table(scores):
    """Number of wrong labels to expect among the first inputs.

    Parameters
    ----------
    scores : array (n,)

    Returns
    -------
    pandas.DataFrame
        Columns first, expected, low and high, as of
        `topomaps.statistics.expected_errors.expected_wrong`.
    """
    sizes = first_sizes(len(scores))
    bounds = expected_wrong(scores, sizes)
    numbers = dict(zip(("expected", "low", "high"), np.round(bounds, 2), strict=True))
    return pd.DataFrame({"first": sizes, **numbers})


def verdict(scores):
    """One sentence on all labels: how many are wrong, or that nothing is suspicious.

    Parameters
    ----------
    scores : array (n,)
    """
    expected, low, high = expected_wrong(scores)
    numbers = f"{_counted(expected)} expected wrong (95 % interval {low:.0f} to {high:.0f})"
    likely = int(np.sum(np.asarray(scores) > PROBABLE))
    if round(low) == 0:
        return f"Nothing suspicious: of {len(scores):,} labels {numbers}, which chance explains"
    said = f"{likely:,} more probably wrong than right" if likely else "none probably wrong"
    return f"Of {len(scores):,} labels {numbers}, {said}"


def _counted(number):
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"
