import measure_runtimes
import numpy as np
from topomaps.common.files import load_table, save_arrays


def test_one_row_per_width_method_stage_and_repetition(tmp_path):
    features = np.random.default_rng(0).random((20, 3))
    save_arrays(tmp_path / "widths.npz", **{"12": features[:12], "20": features})
    measure_runtimes.main(
        naps=tmp_path / "widths.npz", runtimes=tmp_path / "runtimes.tsv", methods=["PCA", "random"],
        repetitions=2, seed=0, n_steps=5,
    )  # fmt: skip
    table = load_table(tmp_path / "runtimes.tsv")
    assert len(table) == 2 * 2 * 2
    assert list(table["n_neurons"].unique()) == [12, 20]
