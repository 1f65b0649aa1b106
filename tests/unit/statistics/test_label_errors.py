"""Rankings of classes with wrong labels, on profiles whose likeness is known."""

import numpy as np
import pandas as pd
import pytest
from topomaps.statistics.label_errors import (
    COLUMNS,
    rank_confused_cells,
    rank_suspects,
    suspicious_pair,
)

CLASSES = ("a", "b", "c", "d")


@pytest.fixture
def groups():
    """Four classes; each wrong group acts like nothing else, but for small noise."""
    directions = np.eye(8, 20)
    return {
        "naps": directions,
        "rows": ["correct"] * 4 + ["wrong"] * 4,
        "columns": [*CLASSES, *CLASSES],
        "counts": np.full(8, 20),
    }


def test_wrong_test_labels_act_like_another_class(groups):
    groups["naps"][5] = groups["naps"][0]  # what is labelled b, but not recognised, acts like a
    table = rank_suspects(**groups)
    assert tuple(table.columns) == COLUMNS
    first = table.iloc[0]
    assert (first["class"], first["most_similar_class"], first["rank"]) == ("b", "a", 1)
    assert first["score"] == pytest.approx(1)
    assert table["score"].iloc[1] == pytest.approx(0)
    assert suspicious_pair(table.assign(suspected="test"), "test") == [
        ("wrong", "b"),
        ("correct", "a"),
    ]


def test_wrong_training_labels_act_like_the_own_class(groups):
    groups["naps"][6] = groups["naps"][2] + 0.1
    table = rank_suspects(**groups, suspected="train")
    assert table["class"].iloc[0] == "c"
    assert table["score"].iloc[0] == pytest.approx(table["similarity_to_own"].iloc[0])
    assert suspicious_pair(table.assign(suspected="train"), "train") == [
        ("wrong", "c"),
        ("correct", "c"),
    ]


@pytest.mark.parametrize("suspected", ["test", "train"])
def test_a_class_without_correct_inputs_comes_first_with_the_reason(groups, suspected):
    groups["naps"][3] = np.nan
    groups["counts"][3] = 0
    first = rank_suspects(**groups, suspected=suspected).iloc[0]
    assert first["class"] == "d"
    assert first["reason"] == "only 0 correctly classified inputs"
    assert np.isnan(first["similarity_to_own"])


def test_a_class_without_errors_comes_last(groups):
    groups["naps"][4] = np.nan
    groups["counts"][4] = 0
    last = rank_suspects(**groups).iloc[-1]
    assert last["class"] == "a"
    assert last["reason"] == "only 0 wrongly classified inputs"


def test_unknown_splits_are_refused(groups):
    with pytest.raises(ValueError, match="not 'validation'"):
        rank_suspects(**groups, suspected="validation")


def confusion(**counts):
    """Cells of three classes; only those named have inputs."""
    rows, columns = zip(*[(t, p) for t in "abc" for p in "abc"], strict=True)
    numbers = np.array([counts.get(t + p, 0) for t, p in zip(rows, columns, strict=True)])
    naps = np.where(numbers[:, None] > 0, np.eye(9, 12), np.nan)
    return {"naps": naps, "rows": rows, "columns": columns, "counts": numbers}


def test_confused_cells_are_ranked_by_likeness_to_the_correct_cell():
    groups = confusion(aa=50, bb=50, cc=50, ab=20, bc=30, ca=4)
    groups["naps"][1] = groups["naps"][0]
    table = rank_confused_cells(**groups)
    assert table[["class", "predicted"]].to_numpy().tolist() == [["a", "b"], ["b", "c"]]
    assert table["similarity"].iloc[0] == pytest.approx(1)
    assert table["n"].tolist() == [20, 30]


def test_confused_cells_of_a_class_never_recognised_come_first():
    table = rank_confused_cells(**confusion(aa=50, bb=50, cc=2, ca=10, cb=40, ab=20))
    assert table[["class", "predicted"]].to_numpy().tolist() == [["c", "b"], ["c", "a"], ["a", "b"]]
    assert table["reason"].iloc[0] == "only 2 correctly classified inputs"


def test_a_perfect_model_has_no_confused_cells():
    table = rank_confused_cells(**confusion(aa=5, bb=5, cc=5))
    assert isinstance(table, pd.DataFrame)
    assert len(table) == 0
    assert "similarity" in table
