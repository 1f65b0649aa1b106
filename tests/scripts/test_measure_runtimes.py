import measure_runtimes
from topomaps.common.files import load_table


def test_one_row_per_width_method_stage_and_repetition(naps, tmp_path):
    measure_runtimes.main(
        naps=[naps, naps], runtimes=tmp_path / "runtimes.tsv", methods=["PCA", "random"],
        repetitions=2, seed=0, n_steps=5,
    )  # fmt: skip
    table = load_table(tmp_path / "runtimes.tsv")
    assert len(table) == 2 * 2 * 2
    assert set(table["n_neurons"]) == {12}
