"""Names for readers hold in a block, are made of the names of values, and never of two things."""

import pytest
from topomaps.common.reader_names import (
    class_name,
    column_name,
    group_name,
    grouped_by,
    layer_name,
    method_name,
    named,
    region_name,
    row_name,
    value_name,
    variable_name,
)
from topomaps.common.words import METHODS as METHOD_WORDS
from topomaps.common.words import measure_name
from topomaps.layouts.methods import METHODS

GROUPS = {
    "0": "zero", "sex": {"0": "woman", "1": "man"}, "prediction": {"1": "called one"},
    "1 wrong": "ones misread",
}  # fmt: skip


def names(by, **others):
    return named({"by": by, "groups": GROUPS, **others})


def test_without_a_configuration_things_are_called_as_they_are_and_methods_in_words():
    assert [layer_name("conv_1"), group_name("0"), class_name("0")] == ["conv_1", "0", "0"]
    assert method_name("UMAP_PSO") == "UMAP, then swarm"
    assert method_name("random") == "random (baseline)"
    assert method_name("balanced features") == "balanced features"  # a label of a comparison
    assert variable_name("prediction") == "predicted class"
    assert variable_name("age_group") == "age group"


def test_every_method_has_words_of_its_own():
    assert set(METHOD_WORDS) == set(METHODS)
    assert len(set(METHOD_WORDS.values())) == len(METHODS)


def test_names_hold_in_a_block_only():
    with names(["class"], layers={"conv_1": "first"}, methods={"PCA": "principal"}):
        assert [layer_name("conv_1"), layer_name("conv_2")] == ["first", "conv_2"]
        assert [method_name("PCA"), method_name("TSNE")] == ["principal", "t-SNE"]
    assert layer_name("conv_1") == "conv_1"


@pytest.mark.parametrize(
    ("by", "group", "shown"),
    [
        (["class"], "0", "zero"),
        (["class"], "1", "1"),
        (["sex"], "0", "woman"),
        (["sex"], "random 1", "random 1"),
        (["prediction"], "0", "zero"),
        (["prediction"], "1", "called one"),
        (["class", "sex"], "0 × 1", "zero × man"),
        (["correctness"], "0 wrong", "zero wrong"),
        (["correctness"], "1 wrong", "ones misread"),
        (["confusion"], "0 as 1", "zero as called one"),
        (["checkpoint"], "0 after 0 steps", "zero after 0 steps"),
        (["class"], "sold as 0", "sold as 0"),  # a class of this name, no cell of a matrix
    ],
)
def test_groups_are_called_by_the_names_of_their_values(by, group, shown):
    with names(by):
        assert group_name(group) == shown


@pytest.mark.parametrize(
    ("by", "row", "column", "shown"),
    [
        (["class"], "", "0", ("", "zero")),
        (["correctness"], "random wrong", "0", ("random wrong", "zero")),
        (["confusion"], "1", "1", ("1", "called one")),
        (["checkpoint"], "0", "0", ("0", "zero")),  # the row is a number of steps
        (["sex", "class"], "1", "0", ("man", "zero")),
    ],
)
def test_rows_and_columns_are_called_by_the_names_of_their_values(by, row, column, shown):
    with names(by):
        assert (row_name(row), column_name(column)) == shown


def test_two_groups_of_one_name_are_refused():
    with named({"by": ["class"], "groups": {"a": "b"}}):
        assert group_name("a") == "b"
        with pytest.raises(ValueError, match="'a' and 'b' are both called 'b'; give them names"):
            group_name("b")
        assert value_name("b", "sex") == "b"  # of another variable


def test_groups_of_something_else_have_names_of_their_own():
    with names(["class"]):
        assert group_name("1") == "1"
        with grouped_by(["sex"]):
            assert group_name("1") == "man"
        assert group_name("1") == "1"


@pytest.mark.parametrize(
    ("region", "group", "shown"),
    [
        ("0", "0", "zero"),
        ("0 above 2", "0", "zero above 2"),
        ("significant in 0", "0", "significant in zero"),
        ("0 eyes", "0", "0 eyes"),  # as somebody has named it
        ("eyes", "", "eyes"),
    ],
)
def test_regions_that_bear_the_name_of_a_group_bear_that_for_readers(region, group, shown):
    with names(["class"]):
        assert region_name(region, group) == shown


def test_measures_are_named_with_their_number_of_neighbours():
    assert measure_name("trustworthiness_5") == "trustworthiness, k = 5"
    assert measure_name("blur_mse") == "error under blur"
