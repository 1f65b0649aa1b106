"""Named regions: read with care, told apart, and tested."""

import numpy as np
import pandas as pd
import pytest
from topomaps.common.files import save_table
from topomaps.maps.named_regions import named_region_table, read_named_regions, shown_groups
from topomaps.statistics.significance import group_separation


@pytest.fixture
def table(tmp_path):
    """Function that writes a table of named regions; its path."""

    def written(**columns):
        rows = {"region": ["1", "1", "1", "eyes"], "layer": ["a", "a", "b", "a"]}
        save_table(
            tmp_path / "named.tsv", pd.DataFrame({**rows, "neuron": [4, 2, 1, 0], **columns})
        )
        return tmp_path / "named.tsv"

    return written


def test_regions_of_a_layer_keep_their_names_and_order(table):
    found = read_named_regions(table(), "a", 5)
    assert {name: neurons.tolist() for name, neurons in found.items()} == {"1": [4, 2], "eyes": [0]}
    assert read_named_regions(table(), "c", 5) == {}
    doubled = table(neuron=[4, 4, 1, 0])
    assert read_named_regions(doubled, "a", 5)["1"].tolist() == [4]


@pytest.mark.parametrize("neuron", ["4", "-1", "1.5", "", "many"])
def test_neurons_that_the_layer_does_not_have_are_named(table, neuron):
    path = table(neuron=["0", neuron, "1", "2"])
    words = rf"named\.tsv, line 3: there is no neuron '{neuron}' in layer 'a', .* 0 to 3"
    with pytest.raises(ValueError, match=words):
        read_named_regions(path, "a", 4)


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "named.tsv").write_text("region\tneuron\nx\t1\n")
    with pytest.raises(ValueError, match="there is no column 'layer'"):
        read_named_regions(tmp_path / "named.tsv", "a", 4)


def test_groups_that_regions_were_found_in(table):
    assert shown_groups(table(), "a") == {}
    assert shown_groups(table(group=["cat", "cat", "owl", ""]), "a") == {"1": "cat"}


def test_a_region_that_responds_to_a_group_is_more_than_chance():
    generator = np.random.default_rng(0)
    labels = np.array(["cat", "dog"])[np.arange(60) % 2]
    means = np.column_stack([generator.normal(0, 1, 60) + 3 * (labels == "cat"),
                             generator.normal(0, 1, 60)])  # fmt: skip
    test = group_separation(means, labels, seed=0, n_permutations=99)
    naps = np.array([[1.0, 3, 0], [-1, -3, 0], [np.nan] * 3, [0, 0, 9]])
    regions = {"eyes": np.array([0, 1]), "none": np.array([2])}
    found = named_region_table(
        regions, naps, ["cat", "dog", "owl", "random 1"], ["given"] * 3 + ["random"], test
    )
    assert found["group"].tolist() == ["cat", "dog", "random 1"] * 2
    assert found["mean_nap"].tolist() == [2, -2, 0, 0, 0, 9]
    assert found["p"][0] == found["least_p"][0] == pytest.approx(0.01)
    assert found["p"][3] > 0.05
    assert found[["p", "least_p"]].loc[[2, 5]].isna().all(axis=None)
    untested = named_region_table(regions, naps[:2], ["cat", "dog"], ["given"] * 2)
    assert untested["p"].isna().all()
