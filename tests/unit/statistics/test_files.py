import numpy as np
import pandas as pd
from topomaps.common.files import save_table
from topomaps.statistics.files import load_suspects


def test_labels_keep_their_names_whatever_they_are(tmp_path):
    names, empty = ["NA", "None", "007"], [np.nan] * 3
    table = pd.DataFrame(
        {"index": [2, 0, 1], "given_label": names, "predicted_label": names[::-1],
         "score": [0.9, 0.5, 0.1], "from_outputs": empty}
    )  # fmt: skip
    save_table(tmp_path / "suspects.tsv", table)
    found = load_suspects(tmp_path / "suspects.tsv")
    pd.testing.assert_frame_equal(found, table, check_dtype=False)
