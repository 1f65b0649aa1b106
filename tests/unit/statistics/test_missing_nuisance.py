import numpy as np
import pandas as pd
from topomaps.statistics.missing_nuisance import hint_on_nuisance
from topomaps.statistics.significance import group_separation

JOBS, GENDERS = np.repeat(np.arange(10), 20), np.tile([0, 1], 100)
NOISE = np.random.default_rng(0).normal(size=(200, 1))
VALUES = 0.05 * NOISE + GENDERS[:, None] + 0.01 * JOBS[:, None]
TABLE = pd.DataFrame({"gender": GENDERS.astype(str), "row": np.arange(200).astype(str)})


def least_p(strata=None):
    found = group_separation(VALUES, JOBS, seed=0, n_permutations=199, strata=strata)
    return np.array([found.p])


def test_an_attribute_that_hides_the_groups_is_named():
    p = least_p()
    assert p > 0.95
    hint = hint_on_nuisance(VALUES, p, TABLE, JOBS)
    assert hint.attribute == "gender"
    assert "'gender' makes 9" in hint.sentence
    assert "add it to `nuisance`" in hint.sentence


def test_nothing_is_said_where_it_is_a_nuisance_or_p_is_small():
    assert least_p(GENDERS) <= 0.05
    assert hint_on_nuisance(VALUES, np.array([0.3, np.nan]), TABLE, JOBS) is None
    assert hint_on_nuisance(VALUES, np.array([1.0]), TABLE, JOBS, GENDERS) is None


def test_nothing_is_said_of_noise_and_of_what_names_single_inputs():
    assert hint_on_nuisance(NOISE, np.array([1.0]), TABLE, JOBS) is None
    assert hint_on_nuisance(VALUES, np.array([1.0]), TABLE[["row"]], JOBS) is None
    assert hint_on_nuisance(VALUES, np.array([np.nan]), TABLE, JOBS) is None
