import numpy as np
import pandas as pd
from topomaps.statistics.suspect_pairs import AT_LEAST, suspect_pairs
from topomaps.statistics.suspect_tables import (
    expected_table,
    first_sizes,
    named_suspects,
    verdict,
)


def found(scores):
    """Table of `suspicious_inputs` of inputs labelled 0, which act like class 1."""
    n = len(scores)
    return pd.DataFrame({
        "index": np.arange(n), "given": 0, "likelier": 1, "score": scores, "outputs": np.nan,
        "activations": scores,
    })  # fmt: skip


def test_the_most_suspicious_come_first_and_ties_keep_their_order():
    table = named_suspects(
        found([0.2, 0.9, 0.2]), np.array([5, 6, 9]), ("cat", "owl"), file=np.array(["a", "b", "c"])
    )
    assert table["index"].tolist() == [6, 5, 9]
    assert table["file"].tolist() == ["b", "a", "c"]
    assert table["given_label"].tolist() == ["cat"] * 3
    assert table["predicted_label"].tolist() == ["owl"] * 3
    assert table["is_label_issue"].tolist() == [True, False, False]


def test_sizes_are_round_and_end_with_all():
    assert first_sizes(7) == [7]
    assert first_sizes(10) == [10]
    assert first_sizes(1234) == [10, 20, 50, 100, 200, 500, 1000, 1234]


def test_expected_numbers_grow():
    table = expected_table(np.linspace(0, 1, 101))
    assert table["first"].tolist() == [10, 20, 50, 100, 101]
    assert table["expected"].is_monotonic_increasing
    assert (table["low"] <= table["expected"]).all()
    assert (table["high"] <= table["first"]).all()


def test_the_verdict_says_whether_anything_is_suspicious():
    assert verdict(np.full(1000, 1e-6)).startswith("Nothing suspicious: of 1,000 labels 0.0")
    planted = verdict(np.r_[np.ones(40), np.zeros(960)])
    assert planted.startswith("Of 1,000 labels 40 expected wrong")
    assert "40 more probably wrong than right" in planted


def test_pairs_are_those_with_most_suspicious_inputs():
    suspects = pd.DataFrame({
        "given_label": ["a"] * 10 + ["b"] * 3 + ["a"] * 20,
        "predicted_label": ["b"] * 10 + ["a"] * 3 + ["c"] * 20,
        "score": [0.9] * 10 + [0.8] * 3 + [0.1] * 20,
    })  # fmt: skip
    pairs = suspect_pairs(suspects, 5)
    assert [pair[:2] for pair in pairs] == [("a", "b"), ("b", "a")]
    assert pairs[1][2].tolist() == [10, 11, 12]
    assert len(suspect_pairs(suspects, 1)) == 1


def test_some_inputs_are_shown_where_nothing_is_suspicious():
    suspects = pd.DataFrame({"given_label": "a", "predicted_label": "b", "score": [0.1] * 30})
    ((_, _, members),) = suspect_pairs(suspects, 5)
    assert members.tolist() == list(range(AT_LEAST))
