import numpy as np
import pandas as pd
import pytest
from topomaps.groups.attributes import (
    RANDOM,
    SENSITIVE,
    attribute_groups,
    group_labels,
    joined_values,
    membership,
)

RACES, GENDERS = ["White", "Middle_Eastern", "Black"], ["Male", "Female"]


@pytest.fixture
def table():
    """24 images: races of 12, 8 and 4 images, genders in turn."""
    races = np.repeat(RACES, [12, 8, 4])
    return pd.DataFrame(
        {
            "file": [f"{n}.png" for n in range(24)],
            "race": pd.Categorical(races, RACES, ordered=True),
            "gender": pd.Categorical(GENDERS * 12, GENDERS, ordered=True),
        }
    )


@pytest.fixture
def generator():
    return np.random.default_rng(0)


def test_values_keep_the_order_of_the_attribute_and_read_well(table):
    names, codes = joined_values(table, ["race"])
    assert names == ["White", "Middle Eastern", "Black"]
    np.testing.assert_array_equal(codes, np.repeat([0, 1, 2], [12, 8, 4]))
    assert joined_values(table.astype(str), ["race"])[0] == ["Black", "Middle Eastern", "White"]


def test_a_combination_has_a_group_for_each_pair_of_values(table, generator):
    groups = attribute_groups(table, ["race", "gender"], random=False, generator=generator)
    assert groups.names[:3] == ("White × Male", "White × Female", "Middle Eastern × Male")
    assert [len(images) for images in groups.images] == [6, 6, 4, 4, 2, 2]
    assert set(table["gender"].iloc[groups.images[1]]) == {"Female"}


def test_random_groups_of_all_images_are_a_partition_of_the_same_sizes(table, generator):
    groups = attribute_groups(table, ["race"], generator=generator)
    assert groups.rows == (SENSITIVE,) * 3 + (RANDOM,) * 3
    assert [len(images) for images in groups.images] == [12, 8, 4] * 2
    assert sorted(np.concatenate(groups.images[3:])) == list(range(24))
    assert any(
        set(one) != set(other)
        for one, other in zip(groups.images[:3], groups.images[3:], strict=True)
    )


def test_random_groups_avoid_the_sensitive_samples_where_numbers_allow(table, generator):
    groups = attribute_groups(table, ["race"], per_group=3, generator=generator)
    sensitive, random = (np.concatenate(part) for part in (groups.images[:3], groups.images[3:]))
    assert len(sensitive) == len(random) == 9
    assert not set(sensitive) & set(random)
    assert len(set(random)) == 9


def test_equal_seeds_draw_equal_groups(table):
    one, other = (
        attribute_groups(table, ["race"], per_group=3, generator=np.random.default_rng(7))
        for _ in range(2)
    )
    for a, b in zip(one.images, other.images, strict=True):
        np.testing.assert_array_equal(a, b)


def test_values_with_too_few_images_are_left_out_and_named(table, generator, caplog):
    small = table.drop(index=[20, 21, 22]).reset_index(drop=True)
    groups = attribute_groups(small, ["race"], random=False, generator=generator)
    assert groups.names == ("White", "Middle Eastern")
    assert "'Black' has 1 images" in caplog.text
    labels = group_labels(small, ["race"])
    assert labels[-1] == ""
    assert set(labels[:-1]) == {"White", "Middle Eastern"}


def test_an_attribute_with_one_value_is_refused(table, generator):
    with pytest.raises(ValueError, match=r"race has 1 values .* found: White \(12\)"):
        attribute_groups(table[:12], ["race"], generator=generator)


def test_an_unknown_attribute_is_refused_with_the_known_ones(table, generator):
    with pytest.raises(ValueError, match="no attribute 'rcae'; they have: file, race, gender"):
        attribute_groups(table, ["rcae"], generator=generator)


def test_an_image_can_be_a_member_of_several_groups():
    matrix = membership([np.array([0, 2]), np.array([2])], 4)
    np.testing.assert_array_equal(matrix, [[1, 0, 1, 0], [0, 0, 1, 0]])
    assert matrix.dtype == np.float32
