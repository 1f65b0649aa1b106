import numpy as np
import pandas as pd
from topomaps.scores.tables import COLUMNS, image_score_table, in_trial_order


def test_errors_are_averaged_over_groups_before_the_auc():
    errors = {("blur_mse", "float"): np.array([[1.0, 2, 3], [3, 4, 9]])}
    table = image_score_table(errors, {"blur_mse": [2, 4, 6]}, ["a", "b"])
    assert set(table.columns) <= set(COLUMNS)
    values = {(row.group, row.parameter): row.value for row in table.itertuples()}
    assert values["a", "4"] == 2
    assert values["", "6"] == 6  # mean over groups
    assert values["a", ""] == 1.5 + 2.5
    assert values["", ""] == (2 + 3) / 2 + (3 + 6) / 2
    assert len(values) == (2 + 1) * (3 + 1) == len(table)


def test_the_order_of_rows_does_not_depend_on_the_cutting_of_trials():
    rows = [("l", "naps", method, trial) for method in "ba" for trial in range(4)]
    table = pd.DataFrame(rows, columns=["layer", "condition", "method", "trial"])
    cut = pd.concat([table[table["trial"] < 2], table[table["trial"] >= 2]])
    assert in_trial_order(cut).values.tolist() == table.values.tolist()
