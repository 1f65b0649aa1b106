"""p of effects: family-wise, and corrected over regions."""

import numpy as np
import pandas as pd
from topomaps.effects.controls import controls_for
from topomaps.effects.effect_tables import corrected_over_regions, family_wise_p


def test_the_largest_change_of_a_set_stands_for_it():
    changes = np.zeros((20, 1, 2))
    changes[0, 0] = [1, 0.1]
    changes[1:, 0, 1] = np.linspace(-0.5, 0.5, 19)
    assert family_wise_p(changes)[0].tolist() == [1 / 20, 17 / 20]


def test_rare_changes_of_an_output_do_not_hide_those_that_matter():
    generator = np.random.default_rng(0)
    changes = generator.normal(0, 0.1, (100, 1, 8))
    changes[:, 0, 1:] *= 1e-3
    for output in range(1, 8):  # a set of 100 changes it by much more than the others
        changes[10 * output, 0, output] = 0.02
    changes[0, 0, 0] = 0.5
    assert family_wise_p(changes)[0, 0] == 0.01


def test_random_regions_are_found_at_the_level_of_all_measures_together():
    generator = np.random.default_rng(1)
    least = [family_wise_p(generator.normal(size=(20, 1, 5)) ** 3).min() for _ in range(2000)]
    assert abs(np.mean(np.array(least) <= 0.05) - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 2000)


def test_regions_of_a_kind_are_one_family():
    table = pd.DataFrame({
        "region": ["x", "y", "z"], "kind": ["found", "found", "named"], "group": "a",
        "measure": "share", "output": "x", "p": [0.02, 0.04, 0.04], "finding": "",
    })  # fmt: skip
    found = corrected_over_regions(table)
    assert found["p_holm"].tolist() == [0.04, 0.04, 0.04]
    assert found["finding"].tolist() == ["acts"] * 3
    found = corrected_over_regions(table.assign(kind="found"))
    assert found["finding"].tolist() == ["nothing"] * 3


def test_there_are_enough_control_sets_for_the_correction(caplog):
    assert controls_for(1) == 99
    assert controls_for(10) == 399
    assert controls_for(10, 500) == 500
    assert not caplog.messages
    assert controls_for(10, 99) == 99
    assert "the least p is 0.1 after correction" in caplog.text
