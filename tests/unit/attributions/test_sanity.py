import numpy as np
import pytest
from topomaps.attributions.sanity import (
    NOT_CHECKED,
    Likeness,
    halves,
    likeness,
    rank_similarity,
    sanity,
    structural_similarity,
)


def likenesses(excesses):
    return [Likeness(0.5 + each, 0.5, 0.5, np.nan) for each in excesses]


def test_halves_have_all_neurons_once():
    one, other = halves(np.array([3, 5, 8, 9, 11]), np.random.default_rng(0))
    assert sorted([*one, *other]) == [3, 5, 8, 9, 11]
    assert len(one) == 2


def test_similarity_of_ranks_is_that_of_order_alone():
    values = np.array([1.0, 5, 2, 9])
    assert rank_similarity(values, np.exp(values)) == pytest.approx(1)
    assert rank_similarity(values, -values) == pytest.approx(-1)
    assert rank_similarity(values, np.ones(4)) == 0


def test_structural_similarity_is_one_of_the_same_alone():
    values = np.random.default_rng(0).random((12, 12))
    assert structural_similarity(values, 3 * values) == pytest.approx(1)
    assert structural_similarity(values, values[::-1]) < 0.5


def test_likeness_of_equal_halves_and_opposite_networks():
    grid = np.arange(16.0).reshape(4, 4)
    found = likeness([(grid, grid)], [(-grid, -grid)])
    assert found.halves == pytest.approx(1)
    assert found.next == pytest.approx(-1)
    assert found.next_absolute == pytest.approx(1)
    assert found.next_ssim == pytest.approx(1)


def test_parts_in_a_row_have_no_structural_similarity():
    row = np.arange(5.0)
    assert np.isnan(likeness([(row, row)], [(row, row)]).next_ssim)


@pytest.mark.parametrize(
    ("first", "p", "verdict"), [(0.9, 0.05, "passed"), (0.15, 0.5, "failed"), (-1, 1, "failed")]
)
def test_the_verdict_is_by_the_place_among_randomised_networks(first, p, verdict):
    found = sanity(likenesses([first, *np.linspace(-0.3, 0.7, 19)]))
    assert found.p == pytest.approx(p, abs=0.11)
    assert found.verdict == verdict


def test_attributions_that_are_the_same_of_all_networks_fail():
    assert sanity(likenesses([0.0] * 20)).verdict == "failed"
    assert sanity(likenesses([0.2] * 20)).verdict == "failed"


def test_without_randomised_networks_nothing_is_checked():
    assert sanity(likenesses([0.4])) == NOT_CHECKED
