"""What inputs can be grouped by, and what is never mixed."""

import numpy as np
import pytest
from topomaps.groups.factors import NO_LABEL, combined, compared_predictions, factor, strata


def test_classes_predictions_and_attributes_have_natural_orders(known):
    names, codes = factor(known, "class")
    assert names == ["big_cat", "dog", "owl"]
    assert codes.tolist() == [0, 0, 1, 1, 1, 2, -1, 0]
    assert factor(known, "prediction")[1].tolist() == [0, 1, 1, 1, 0, 2, 0, -1]
    names, codes = factor(known, "age")
    assert names == ["3-9", "10-19"]
    assert codes.tolist() == [1, 0, 0, 1, 0, 0, 1, 0]
    assert factor(known, "sex")[1].tolist() == [0, 1, 0, 1, 0, 1, 0, -1]


def test_correctness_needs_both_label_and_prediction(known):
    names, codes = factor(known, "correctness")
    assert names == ["correct", "wrong"]
    assert codes.tolist() == [0, 1, 0, 0, 1, 0, -1, -1]


def test_predictions_are_matched_to_labels_by_name_not_by_place(known):
    turned = known._replace(prediction_names=("owl", "dog", "big_cat", "mouse"))
    turned = turned._replace(predictions=np.array([2, 1, 1, 3, 2, 0, 2, -1]))
    _, predictions = compared_predictions(turned, "correctness")
    assert predictions.tolist() == [0, 1, 1, NO_LABEL, 0, 2, 0, -1]
    assert factor(turned, "correctness")[1].tolist() == [0, 1, 0, 1, 1, 0, -1, -1]


@pytest.mark.parametrize("name", ["correctness", "confusion"])
def test_other_classes_of_the_network_are_not_taken_for_the_labels(emotions, name):
    words = r"network's classes \(angry, happy, sad\) are not those of the labels \(big_cat"
    with pytest.raises(ValueError, match=words):
        factor(emotions, name)
    assert factor(emotions, "prediction")[0] == ["angry", "happy", "sad"]


def test_what_is_missing_is_named_with_what_is_there(known):
    with pytest.raises(ValueError, match="no attribute 'gender'; they have: sex, age"):
        factor(known, "gender")
    with pytest.raises(ValueError, match=r"no labels.*sex, age"):
        factor(known._replace(labels=None), "class")
    with pytest.raises(ValueError, match="no predictions, which groups by 'confusion' need"):
        factor(known._replace(predictions=None), "confusion")


def test_combinations_change_the_last_factor_first():
    names, codes = combined([(["a", "b"], np.array([0, 1, -1])), (["x"], np.array([0, 0, 0]))])
    assert names == [("a", "x"), ("b", "x")]
    assert codes.tolist() == [0, 1, -1]


def test_strata_give_missing_values_a_stratum_of_their_own(known):
    assert strata(known, []) is None
    codes = strata(known, ["sex"])
    assert codes.tolist() == [1, 2, 1, 2, 1, 2, 1, 0]
    assert len(set(strata(known, ["sex", "age"]))) == 5
