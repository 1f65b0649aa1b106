import numpy as np
import pytest
from topomaps.data.splits import fold_numbers, split_inputs, standardised


def test_the_split_is_the_same_share_of_each_class():
    labels = np.repeat([0, 1, 2], [40, 20, 1])
    split = split_inputs(labels, 0.25, np.random.default_rng(0))
    assert np.bincount(labels[split == "test"]).tolist() == [10, 5, 1]
    assert set(split) == {"train", "test"}
    assert set(split_inputs(labels, 1.0, np.random.default_rng(0))) == {"test"}


def test_inputs_without_label_are_for_testing():
    labels = np.array([-1, 0, 1] * 20)
    split = split_inputs(labels, 0.25, np.random.default_rng(0))
    assert set(split[labels < 0]) == {"test"}
    assert (split[labels >= 0] == "test").sum() == 10


def test_features_are_standardised_by_the_training_inputs():
    numbers = np.random.default_rng(0).normal(5, 3, (40, 3))
    numbers[:, 2] = 7
    is_train = np.arange(40) < 30
    scaled = standardised(numbers, is_train)
    np.testing.assert_allclose(scaled[is_train].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled[is_train, :2].std(axis=0), 1)
    assert (scaled[:, 2] == 0).all()
    of_all = standardised(numbers, np.zeros(40, dtype=bool))
    np.testing.assert_allclose(of_all.mean(axis=0), 0, atol=1e-12)


def test_folds_hold_equally_many_inputs_of_each_class():
    labels = np.repeat([0, 1, 2], [30, 21, 2])
    folds = fold_numbers(labels, 3, np.random.default_rng(0))
    counts = np.array([np.bincount(folds[labels == each], minlength=3) for each in range(3)])
    assert (counts.max(axis=1) - counts.min(axis=1) <= 1).all()
    assert np.ptp(np.bincount(folds)) <= 1
    again = fold_numbers(labels, 3, np.random.default_rng(0))
    assert (folds == again).all()
    with pytest.raises(ValueError, match="2 training inputs cannot be cut into 3 folds"):
        fold_numbers(labels[:2], 3, np.random.default_rng(0))
