import numpy as np
from topomaps.statistics.halves import halves, one_of_each


def test_halves_share_no_input_and_have_all_groups():
    members, strata = np.arange(61) % 4 - 1, np.arange(61) % 2
    first, second = halves(members, np.random.default_rng(0), strata)
    assert ((first >= 0) ^ (second >= 0))[members >= 0].all()
    assert (np.maximum(first, second) == members).all()
    counts = [np.bincount(each[each >= 0]) for each in (first, second)]
    assert abs(counts[0] - counts[1]).max() <= 1
    assert (first == halves(members, np.random.default_rng(0), strata)[0]).all()


def test_inputs_of_one_block_are_in_one_half():
    blocks = np.random.default_rng(1).integers(0, 30, 200)
    members = blocks % 3 - 1
    first, second = halves(members, np.random.default_rng(0), blocks=blocks)
    assert (np.maximum(first, second) == members).all()
    assert not set(blocks[first >= 0]) & set(blocks[second >= 0])
    assert [len(set(blocks[half == 1])) for half in (first, second)] == [5, 5]


def test_one_random_input_of_each_block():
    blocks = np.array([4, 4, 9, 4, 9, 7])
    drawn = {tuple(one_of_each(blocks, np.random.default_rng(seed))) for seed in range(60)}
    assert len(drawn) == 3 * 2
    assert all(sorted(blocks[list(each)]) == [4, 7, 9] for each in drawn)
    assert all(each == tuple(sorted(each)) for each in drawn)
