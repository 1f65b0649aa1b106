"""Which classes may hold wrong labels, from maps of correctly and wrongly classified inputs."""

import numpy as np
import pandas as pd

from topomaps.layouts.distances import cosine_distances

FEW = 5  # inputs; the profile of fewer says little
SUSPECTED = ("test", "train")
COLUMNS = (
    "rank",
    "class",
    "score",
    "most_similar_class",
    "similarity_to_other",
    "similarity_to_own",
    "n_correct",
    "n_wrong",
    "reason",
)


def rank_suspects(naps, rows, columns, counts, suspected="test"):
    """Rank the classes by how much their maps look like a systematic annotation error.

    With wrong *test* labels, the wrongly classified group of a class acts like the correctly
    classified group of the class that it truly belongs to, and unlike its own (HHAI, section
    6.1.2): the score is the largest similarity to another class minus that to the own class. With
    wrong *training* labels, it acts like the correctly classified group of its own class (6.1.3):
    the score is this similarity. Similarities are cosines of NAPs.

    Parameters
    ----------
    naps : ndarray, shape (G, N)
        Groups by correctness or, for suspected training labels, cells of a confusion matrix; NaN
        for empty groups.
    rows, columns : sequence of str, length G
        Outcome (`correct` or `wrong`) and class; or true and predicted class.
    counts : sequence of int, length G
        Inputs in each group.
    suspected : {"test", "train"}
        The split whose labels are suspected.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`, the most suspicious class first. A class with fewer than `FEW`
        correctly classified inputs comes before all others, one with fewer wrongly classified
        inputs after them; `reason` says so.

    Raises
    ------
    ValueError
        If `suspected` is unknown.
    """
    if suspected not in SUSPECTED:
        raise ValueError(f"suspected labels are of 'test' or 'train', not {suspected!r}")
    group = {place: index for index, place in enumerate(zip(rows, columns, strict=True))}
    classes = list(dict.fromkeys(map(str, columns)))
    similarity = _similarities(naps)
    correct = np.array([group["correct", name] for name in classes])
    entries = []
    for number, name in enumerate(classes):
        wrong = group["wrong", name]
        to_classes = similarity[wrong, correct]
        own, others = to_classes[number], np.delete(to_classes, number)
        nearest = None if np.isnan(others).all() else int(np.nanargmax(others))
        largest = np.nan if nearest is None else others[nearest]
        n_correct, n_wrong = counts[correct[number]], counts[wrong]
        entries.append(
            {
                "class": name,
                "score": own if suspected == "train" else largest - own,
                "most_similar_class": np.delete(classes, number)[nearest or 0],
                "similarity_to_other": largest,
                "similarity_to_own": own,
                "n_correct": n_correct,
                "n_wrong": n_wrong,
                **_judge(n_correct, n_wrong),
            }
        )
    table = pd.DataFrame(entries).sort_values(
        ["priority", "score"], ascending=[True, False], kind="stable", na_position="last"
    )
    table["rank"] = np.arange(1, len(table) + 1)
    return table.reset_index(drop=True)[list(COLUMNS)]


def rank_confused_cells(naps, rows, columns, counts):
    """Rank the cells of a confusion matrix by how much they act like the correct cell of their row.

    After an annotation error in the training split, inputs of a class are predicted as another one
    although they act like the correctly classified ones (HHAI, section 6.1.3 and Figure 7).

    Parameters
    ----------
    naps, rows, columns, counts
        As in `rank_suspects`, rows being true and columns predicted classes.

    Returns
    -------
    pandas.DataFrame
        Columns rank, class, predicted, similarity, n, reason. Cells of fewer than `FEW` inputs are
        left out. A class with fewer than `FEW` correctly classified inputs comes first, its cells
        by their size.
    """
    rows, columns, counts = map(np.asarray, (rows, columns, counts))
    similarity = _similarities(naps)
    entries = []
    for cell in np.flatnonzero((rows != columns) & (counts >= FEW)):
        own = np.flatnonzero((rows == rows[cell]) & (columns == rows[cell]))[0]
        verdict = _judge(counts[own], counts[cell])
        entries.append(
            {
                "class": rows[cell],
                "predicted": columns[cell],
                "similarity": similarity[cell, own],
                "n": counts[cell],
                **verdict,
                "order": counts[cell] if verdict["priority"] == 0 else similarity[cell, own],
            }
        )
    names = ["rank", "class", "predicted", "similarity", "n", "reason"]
    if not entries:
        return pd.DataFrame(columns=names)
    table = pd.DataFrame(entries).sort_values(
        ["priority", "order"], ascending=[True, False], kind="stable"
    )
    table["rank"] = np.arange(1, len(table) + 1)
    return table.reset_index(drop=True)[names]


def suspicious_pair(suspects, suspected):
    """The two groups (outcome, class) whose likeness puts a class first in the ranking.

    Parameters
    ----------
    suspects : pandas.DataFrame
        Rankings of `rank_suspects`, with a column `suspected`.
    suspected : {"test", "train"}

    Returns
    -------
    list of (str, str)
    """
    first = suspects[suspects["suspected"] == suspected].iloc[0]
    partner = first["class"] if suspected == "train" else first["most_similar_class"]
    return [("wrong", first["class"]), ("correct", partner)]


def _similarities(naps):
    """Cosines (G, G) between NAPs; NaN with empty groups."""
    similarity = np.full((len(naps), len(naps)), np.nan)
    present = np.flatnonzero(~np.isnan(naps).any(axis=1))
    similarity[np.ix_(present, present)] = 1 - cosine_distances(naps[present])
    return similarity


def _judge(n_correct, n_wrong):
    """Place of a class before (0), among (1) or after (2) those that similarities can rank."""
    if n_wrong < FEW:
        return {"priority": 2, "reason": f"only {n_wrong} wrongly classified inputs"}
    if n_correct < FEW:
        return {"priority": 0, "reason": f"only {n_correct} correctly classified inputs"}
    return {"priority": 1, "reason": ""}
