"""Sets of neurons of a layer: found, named and significant ones, and the whole layer."""

import numpy as np
import pandas as pd
import pytest
from topomaps.effects.layer_regions import layer_regions

FOUND = pd.DataFrame(
    [("cat", "above", 0, n) for n in (3, 1, 2)]
    + [("cat", "below", 0, n) for n in (4, 5, 6, 7)]
    + [("cat", "above", 1, n) for n in (8, 9)]
    + [("dog", "above", 0, n) for n in (1, 9)],
    columns=["group", "direction", "region", "neuron"],
)


def neurons_of(table):
    return {name: rows["neuron"].tolist() for name, rows in table.groupby("region", sort=False)}


def test_the_largest_regions_of_each_group_are_taken():
    found = neurons_of(layer_regions(10, FOUND, 1))
    assert found == {"cat below": [4, 5, 6, 7], "dog above": [1, 9], "whole layer": [*range(10)]}
    found = neurons_of(layer_regions(10, FOUND, 3))
    assert found["cat above"] == [1, 2, 3]
    assert found["cat above 2"] == [8, 9]


def test_named_and_significant_ones_are_added(tmp_path):
    path = tmp_path / "named.tsv"
    rows = ["region\tlayer\tneuron\tgroup", "edges\tconv\t2\tdog", "edges\tconv\t0\tdog"]
    path.write_text("\n".join([*rows, "other\tdense\t1\tcat"]) + "\n")
    tested = {"groups": np.array(["cat", "dog"]), "p": np.ones((2, 10))}
    tested["p"][1, [4, 7]] = 0.05
    table = layer_regions(10, FOUND, 0, (path, "conv"), tested)
    expected = {"edges": [0, 2], "significant in dog": [4, 7], "whole layer": [*range(10)]}
    assert neurons_of(table) == expected
    assert table.drop_duplicates("region")["found_in"].tolist() == ["dog", "dog", ""]


def test_two_regions_of_one_name_are_refused(tmp_path):
    path = tmp_path / "named.tsv"
    path.write_text("region\tlayer\tneuron\ncat below\tconv\t2\n")
    with pytest.raises(ValueError, match="two regions are called 'cat below'"):
        layer_regions(10, FOUND, 1, (path, "conv"))
