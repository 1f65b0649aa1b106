import numpy as np
from topomaps.scores import COLUMNS, image_score_table


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
