"""Which suspicious inputs a figure shows: those of the pairs of labels that hold most of them."""

import numpy as np

from topomaps.statistics.expected_errors import PROBABLE

AT_LEAST = 8  # inputs are shown, also where no label is probably wrong


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
