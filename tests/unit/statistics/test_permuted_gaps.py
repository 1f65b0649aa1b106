"""The largest gap between groups' shares, against permuted groups."""

from itertools import combinations

import numpy as np
import pytest
from topomaps.statistics import permuted_gaps as module
from topomaps.statistics.permuted_gaps import permuted_gaps

GROUPS = np.repeat([0, 1], 4)
HITS = np.array([0, 0, 0, -1, -1, -1, -1, 0])  # three of four, and one of four


def result_of(groups, outcomes, n_outcomes=1, strata=None, blocks=None, n_permutations=4999):
    how = {"strata": strata, "blocks": blocks, "seed": 1, "n_permutations": n_permutations}
    return permuted_gaps(np.asarray(groups), np.asarray(outcomes), n_outcomes, **how)


def test_of_eight_inputs_p_is_the_share_of_all_labellings_that_reach_the_gap():
    every = [
        abs(2 * np.count_nonzero(HITS[list(chosen)] == 0) - 4) / 4
        for chosen in combinations(range(8), 4)
    ]
    found = result_of(GROUPS, HITS)
    assert found.gap == pytest.approx([0.5])
    assert found.p == pytest.approx(np.mean(np.array(every) >= 0.5), abs=0.02)  # 34 of 70
    values, counts = np.unique(found.null.round(9), return_counts=True)
    assert values.tolist() == [0, 0.5, 1]
    assert counts / 4999 == pytest.approx([36 / 70, 32 / 70, 2 / 70], abs=0.02)
    assert found.n_permutable == 8
    assert found.least_p == pytest.approx(2 / 70)  # the two groups may change places


def test_ties_count_so_that_p_of_outcomes_that_all_have_is_one():
    found = result_of(GROUPS, np.zeros(8, dtype=int))
    assert (found.gap, found.p) == ([0], [1])


def test_what_strata_explain_is_no_gap():
    strata = np.repeat([0, 1], 40)
    groups = np.array(([0] * 30 + [1] * 10) + ([0] * 10 + [1] * 30))
    outcomes = np.where(strata == 0, 0, -1)  # all of a stratum, none of the other
    assert result_of(groups, outcomes).p < 0.001
    found = result_of(groups, outcomes, strata=strata)
    assert (found.gap, found.p) == (pytest.approx([0]), [1])
    one = np.where(np.arange(80) < 40, 0, groups)  # the first stratum has one group alone
    assert result_of(one, outcomes, strata=strata).n_permutable == 40


def test_blocks_are_exchanged_as_wholes():
    blocks = np.repeat(np.arange(6), 5)
    groups, hit = np.repeat([0, 1], 15), np.repeat([0, 0, 0, -1, -1, -1], 5)
    alone, whole = result_of(groups, hit), result_of(groups, hit, blocks=blocks)
    assert alone.p == 1 / 5000  # of 30 inputs
    assert whole.p == pytest.approx(2 / 20, abs=0.02)  # of six blocks: 2 of 20 ways are as extreme
    assert whole.least_p == pytest.approx(2 / 20)
    assert whole.gap == [1]


def test_where_groups_vary_within_blocks_they_are_permuted_within_them():
    blocks, groups = np.repeat([0, 1, 2], 2), np.tile([0, 1], 3)
    found = result_of(groups, np.array([0, -1] * 3), blocks=blocks)
    assert found.p == pytest.approx(2 / 8, abs=0.02)  # each block as it is, or turned
    assert found.least_p == pytest.approx(2 / 8)


def test_a_small_group_does_not_hide_the_gap_of_large_ones():
    sizes, rights = [3, 400, 400], [2, 360, 300]
    groups = np.repeat([0, 1, 2], sizes)
    outcomes = np.concatenate(
        [np.where(np.arange(n) < right, 0, -1) for n, right in zip(sizes, rights, strict=True)]
    )
    found = result_of(groups, outcomes)
    assert (found.lowest, found.highest, found.gap) == ([2], [1], pytest.approx([0.15]))
    assert np.quantile(found.null, 0.95) < 0.1  # as between groups of 400
    assert found.p < 0.001


def test_a_class_more_changes_no_other_gap_and_the_seed_hardly_p():
    generator = np.random.default_rng(0)
    groups, outcomes = generator.integers(0, 3, 200), generator.integers(0, 4, 200)
    both = result_of(groups, outcomes, 4)
    for outcome in range(4):
        alone = result_of(groups, np.where(outcomes == outcome, 0, -1))
        assert both.gap[outcome] == pytest.approx(alone.gap[0])
        assert both.p[outcome] == pytest.approx(alone.p[0], abs=0.03)


def test_large_tables_have_fewer_permutations(monkeypatch):
    monkeypatch.setattr(module, "MAX_CELLS", 10)
    assert len(result_of(GROUPS, HITS).null) == module.LEAST_PERMUTATIONS


def test_nothing_to_permute_is_refused():
    with pytest.raises(ValueError, match="every stratum holds inputs of one group only"):
        result_of(GROUPS, HITS, strata=GROUPS)


@pytest.mark.parametrize("sizes", [[10] * 4, [5, 20, 100]], ids=["equal", "unequal"])
@pytest.mark.parametrize("clustered", [False, True], ids=["inputs", "blocks"])
def test_of_one_share_for_all_groups_the_level_is_kept(sizes, clustered):
    generator, p = np.random.default_rng(3), []
    per_block = 10 if clustered else 1
    groups = np.repeat(np.repeat(np.arange(len(sizes)), sizes), per_block)
    blocks = np.repeat(np.arange(sum(sizes)), per_block) if clustered else None
    for _ in range(200):
        rates = generator.beta(0.8 * 7 / 3, 0.2 * 7 / 3, sum(sizes))  # ICC .3
        rates = np.repeat(rates, per_block) if clustered else 0.8
        outcomes = np.where(generator.random(len(groups)) < rates, 0, -1)
        p.append(result_of(groups, outcomes, blocks=blocks, n_permutations=99).p[0])
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / 200)
