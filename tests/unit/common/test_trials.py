import numpy as np
import pytest
from topomaps.common.trials import layout_seeds, one_per_trial


def test_a_single_draw_serves_every_trial():
    draws = {"naps": np.arange(6).reshape(1, 2, 3), "trials": np.array([0])}
    assert one_per_trial(draws, "naps", range(4, 7)).shape == (3, 2, 3)


def test_each_trial_gets_its_own_draw():
    draws = {"naps": np.arange(10, 15), "trials": np.arange(5, 10)}
    assert one_per_trial(draws, "naps", [9, 5]).tolist() == [14, 10]
    with pytest.raises(ValueError, match="no trial 3, only 5-9"):
        one_per_trial(draws, "naps", [3, 5])


def test_seeds_do_not_depend_on_the_cutting_of_trials():
    names = {"experiment": "e", "condition": "naps", "layer": "l", "method": "UMAP"}
    together = layout_seeds(0, trials=range(6), **names)
    parts = [layout_seeds(0, trials=part, **names) for part in (range(2), range(2, 6))]
    assert together.tolist() == np.concatenate(parts).tolist()
    assert len(set(together)) == 6
