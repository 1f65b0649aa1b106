import numpy as np
import pytest
from topomaps.data.label_alterations import alter_labels, with_altered_labels
from topomaps.data.published_images import image_dataset
from topomaps.data.sources import SOURCES


@pytest.mark.parametrize(("fraction", "expected"), [(0, 0), (0.25, 10), (0.9, 36), (1, 40)])
def test_the_asked_share_of_one_class_gets_the_other_label(fraction, expected):
    labels = np.repeat([0, 1, 2], 40)
    changed, altered = alter_labels(labels, 0, 1, fraction, seed=3)
    assert altered.sum() == expected
    np.testing.assert_array_equal(changed != labels, altered)
    assert set(labels[altered]) <= {0}
    assert set(changed[altered]) <= {1}


def test_the_altered_examples_follow_from_the_seed_alone():
    labels = np.repeat([0, 1], 50)
    first, again, other = (alter_labels(labels, 0, 1, 0.5, seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize(("split", "n_altered"), [("test", 53), ("train", 107)])
def test_altering_touches_one_split_and_marks_it(split, n_altered):
    dataset = image_dataset(SOURCES["digits"])
    alter = {"split": split, "from": 0, "to": 1, "fraction": 0.9}
    changed = with_altered_labels(dataset, alter, seed=1)
    assert changed["altered"].sum() == n_altered
    assert set(dataset["split"][changed["altered"]]) == {split}
    np.testing.assert_array_equal(changed["labels"] != dataset["labels"], changed["altered"])
    assert not dataset["altered"].any()
    assert changed["inputs"] is dataset["inputs"]


def test_the_altered_examples_are_those_drawn_within_the_split():
    dataset = image_dataset(SOURCES["digits"])
    alter = {"split": "test", "from": 0, "to": 1, "fraction": 0.9}
    rows = dataset["split"] == "test"
    _, altered = alter_labels(dataset["labels"][rows], 0, 1, 0.9, seed=1)
    changed = with_altered_labels(dataset, alter, seed=1)
    np.testing.assert_array_equal(changed["altered"][rows], altered)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"split": "validation"}, "'validation', allowed are train and test"),
        ({"fraction": 1.5}, "fraction is 1.5, allowed is 0 to 1"),
        ({"from": 10}, r"from is 10, allowed are 0 to 9, .* classes 0, 1"),
        ({"to": -1}, "to is -1"),
        ({"to": 0}, "same class"),
        ({"form": 1}, "exactly split, from, to and fraction"),
    ],
)
def test_impossible_alterations_are_refused(change, sentence):
    dataset = image_dataset(SOURCES["digits"])
    alter = {"split": "test", "from": 0, "to": 1, "fraction": 0.9} | change
    with pytest.raises(ValueError, match=sentence):
        with_altered_labels(dataset, alter, seed=1)


def test_a_dataset_without_labels_cannot_be_altered():
    dataset = {"split": np.array(["test"]), "altered": np.array([False])}
    with pytest.raises(ValueError, match="no labels"):
        with_altered_labels(dataset, {"split": "test", "from": 0, "to": 1, "fraction": 1}, seed=1)
