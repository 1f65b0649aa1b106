import numpy as np
import pandas as pd
from topomaps.data.splits import as_dataset, split_inputs


def test_the_split_is_the_same_share_of_each_class():
    labels = np.repeat([0, 1, 2], [40, 20, 1])
    train, test = split_inputs(labels, 0.25, np.random.default_rng(0))
    assert np.bincount(labels[test]).tolist() == [10, 5, 1]
    assert sorted([*train, *test]) == list(range(61))
    assert split_inputs(labels, 1.0, np.random.default_rng(0))[0].size == 0


def test_datasets_have_natural_classes_and_standardised_features():
    numbers = np.random.default_rng(0).normal(5, 3, (40, 2))
    labels = pd.Series(["10", "9"] * 19 + ["9", np.nan])
    ages = {"age": pd.Series([str(i) for i in range(40)])}
    data = as_dataset(
        numbers, labels, ages, scale=None, test_share=0.25, generator=np.random.default_rng(0)
    )
    assert data["class_names"].tolist() == ["9", "10"]
    np.testing.assert_allclose(data["train_inputs"].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(data["train_inputs"].std(axis=0), 1, rtol=1e-5)
    rows = data["test_attributes/age"].astype(int)
    assert data["test_labels"][rows == 39].tolist() == [-1]
    assert (data["train_labels"] >= 0).all()
    raw = as_dataset(
        numbers, labels, {}, scale=2.0, test_share=1.0, generator=np.random.default_rng(0)
    )
    assert np.array_equal(raw["test_inputs"], numbers)
