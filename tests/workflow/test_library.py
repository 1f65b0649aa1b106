"""`topomaps.Maps` and the workflow give the same numbers, of the same activations."""

import numpy as np
import pandas as pd
import pytest
import topomaps

EXPERIMENT = "small_errors"


@pytest.fixture(scope="module")
def read(small_run):
    """What the run has made."""
    return topomaps.Maps.from_results(small_run / "results", EXPERIMENT)


@pytest.fixture(scope="module")
def computed(small_run):
    """The same from the run's activations alone."""
    activations = small_run / "results/activations/small_mlp/digits_altered"
    maps = topomaps.Maps(activations, "correctness", name=EXPERIMENT)
    return maps.fit("PCA_PSO", n_steps=100)


def test_profiles_and_layouts_are_the_same_to_the_last_bit(read, computed):
    assert computed.layers_ == read.layers_ == ["hidden"]
    for name in ("groups_", "counts_", "naps_", "positions_"):
        np.testing.assert_array_equal(getattr(computed, name), getattr(read, name))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("suspicious_inputs", ()),
        ("expected_wrong", ()),
        ("subgroups", ("groups",)),
        ("subgroups", ("inputs",)),
        ("subgroups", ("neurons",)),
        ("outcomes", ("groups",)),
        ("outcomes", ("pairs",)),
        ("outcomes", ("tests",)),
        ("regions", ()),
    ],
)
def test_tables_are_the_same(read, computed, name, arguments):
    table, expected = (getattr(each, name)(*arguments) for each in (computed, read))
    assert len(table) or name == "outcomes"  # of classes × correctness, gaps follow by definition
    known = expected[table.columns]  # beside these, the row of a dataset that an input is
    pd.testing.assert_frame_equal(table, known, check_dtype=False, rtol=1e-12)
