"""Probabilities in one byte: exact where it matters, else rounded up."""

import numpy as np
import pytest
from topomaps.explorer.p_levels import LEVELS, p_steps, steps_of


@pytest.mark.parametrize("permutations", [9, 199, 9999, 999_999])
def test_steps_begin_with_the_least_p_and_hold_the_levels(permutations):
    steps = p_steps(permutations)
    assert len(steps) <= 256
    assert steps[0] == 1 / (permutations + 1)
    assert steps[-1] == 1
    for level in LEVELS:
        if level * (permutations + 1) >= 1:
            count = int(level * (permutations + 1) + 1e-9)
            assert count / (permutations + 1) in steps


def test_every_p_of_few_permutations_is_kept():
    p = np.arange(1, 201) / 200
    assert p_steps(199)[steps_of(p, p_steps(199))].tolist() == p.tolist()


def test_rounding_never_makes_p_smaller_nor_moves_it_over_a_level():
    p = np.arange(1, 10_001) / 10_000
    steps = p_steps(9999)
    found = steps[steps_of(p, steps)]
    assert (found >= p).all()
    assert (found / p).max() < 1.06
    assert found[0] == p[0]
    for level in LEVELS:
        assert ((found <= level) == (p <= level)).all()
