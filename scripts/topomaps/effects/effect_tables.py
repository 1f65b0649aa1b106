"""Tables of effects: each change beside what sets of as many neurons do, with p."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from topomaps.statistics.chance import TIE_TOLERANCE
from topomaps.statistics.pairwise import holm

MOVED, SHARE, OUTPUT, ACCURACY = "outputs moved", "share", "mean output", "accuracy"
GAPS = {"gap of shares": "gap_of_shares", "equalised odds": "equalised_odds"}
CONFIDENCE = 0.95
COLUMNS = (
    "region", "n_neurons", "group", "n", "measure", "class", "before", "change", "low", "high",
    "chance_low", "chance_median", "chance_high", "p", "p_holm",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """What is known of n inputs.

    Attributes
    ----------
    groups : ndarray of int, shape (n,)
    names : tuple of str
        Of the groups.
    labels : ndarray of int, shape (n,)
        Place among the classes; their number where the label is missing.
    classes : tuple of str
        Of the outputs.
    units : ndarray of int, shape (n,), or None
        Blocks of inputs that depend on each other.
    """

    groups: NDArray[Any]
    names: tuple[str, ...]
    labels: NDArray[Any]
    classes: tuple[str, ...]
    units: NDArray[Any] | None


def effect_rows(inputs, before, tallies, changes, of_labels):
    """Rows of a region: of each group and measure, and of the gaps between groups.

    Parameters
    ----------
    inputs : Inputs
    before : topomaps.effects.tallies.Tally
    tallies : list of topomaps.effects.tallies.Tally
        After the region was replaced, and after each control set was.
    changes, of_labels : topomaps.effects.paired.PairedChanges
        By the region: of shares, outputs and how far these moved; of being right.

    Yields
    ------
    dict
        `COLUMNS` from `group` on, without those of chance, and `null`: the changes by control sets.
    """
    known = [SHARE, OUTPUT], inputs.classes
    measures = [(measure, each) for measure in known[0] for each in known[1]] + [(MOVED, "")]
    yield from _of_groups(inputs.names, measures, _shown(before), [*map(_shown, tallies)], changes)
    if before.predicted[:, :-1].any():
        right = [tally.accuracy[:, None] for tally in (before, *tallies)]
        yield from _of_groups(inputs.names, [(ACCURACY, "")], right[0], right[1:], of_labels)
    for measure, name in GAPS.items():
        was, *found = (getattr(each, name) for each in (before, *tallies))
        if np.isfinite(was) and len(inputs.names) > 1:
            yield {
                "group": "", "n": int(before.n.sum()), "measure": measure, "class": "",
                "before": was, "change": found[0] - was, "low": np.nan, "high": np.nan,
                "null": np.array(found[1:]) - was,
            }  # fmt: skip


def _shown(tally):
    """Shares, mean outputs, and how far these moved (G, 2 K + 1)."""
    return np.column_stack([tally.shares, tally.outputs / tally.n[:, None], tally.moved / tally.n])


def _of_groups(names, measures, before, after, changes):
    """Rows of measures (M) in groups (G), from their values (G, M) before and after."""
    low, high = changes.intervals(CONFIDENCE)
    null = np.stack(after[1:]) - before
    for column, (measure, of_class) in enumerate(measures):
        for g, group in enumerate(names):
            place = g, column
            yield {
                "group": group, "n": int(changes.n[g]), "measure": measure, "class": of_class,
                "before": before[place], "change": changes.means[place],
                "low": low[place], "high": high[place], "null": null[:, g, column],
            }  # fmt: skip


def table_of_effects(rows):
    """Table with the band of the control sets, how often these change as much, and Holm's p.

    Parameters
    ----------
    rows : iterable of dict
        As of `effect_rows`, with `region` and `n_neurons`.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. p counts changes on either side; it is corrected over the regions.
    """
    table = pd.DataFrame(rows)
    nulls = table.pop("null")
    bands = np.array([np.quantile(null, (0.025, 0.5, 0.975)) for null in nulls])
    table[["chance_low", "chance_median", "chance_high"]] = bands
    table["p"] = [
        _share_as_large(change, null) for change, null in zip(table["change"], nulls, strict=True)
    ]
    same = table.groupby(["group", "measure", "class"], sort=False)["p"]
    table["p_holm"] = same.transform(lambda each: holm(each.to_numpy()))
    return table[list(COLUMNS)]


def _share_as_large(change, null):
    """p: how often a control set changes as much, to either side; NaN where nothing is known."""
    if not np.isfinite(change):
        return np.nan
    return (1 + (np.abs(null) >= abs(change) - TIE_TOLERANCE).sum()) / (1 + len(null))
