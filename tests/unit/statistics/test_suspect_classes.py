import pandas as pd
from topomaps.statistics.suspect_classes import with_inputs

INPUTS = pd.DataFrame({
    "given_label": ["a", "a", "a", "b"], "predicted_label": ["b", "c", "c", "a"],
    "score": [0.9, 0.5, 0.5, 0.1],
})  # fmt: skip


def test_classes_get_the_sum_of_the_scores_and_the_class_that_most_of_it_goes_to():
    twice = pd.DataFrame({"class": ["b", "a", "d", "a"]}, index=[0, 1, 0, 1])
    table = with_inputs(twice, INPUTS)
    assert table["expected_wrong"].tolist() == [0.1, 1.9, 0, 1.9]
    assert table["likelier_class"].tolist() == ["a", "c", "", "c"]
    assert table.index.tolist() == [0, 1, 0, 1]


def test_without_inputs_nothing_is_said():
    table = with_inputs(pd.DataFrame({"class": ["a"]}), None)
    assert table["expected_wrong"].isna().all()
    assert len(with_inputs(pd.DataFrame({"class": []}), INPUTS)) == 0
