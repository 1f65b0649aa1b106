"""Real runs of every source with every grouping and every figure that it can have."""

import pytest
from every_figure import (
    SOURCES,
    check_files,
    check_pages,
    combinations,
    config_of,
    figure_files,
    write_data,
)
from running import snakemake
from topomaps.common.files import load_table


@pytest.mark.parametrize("source", SOURCES)
def test_all_groupings_and_figures_of_a_source(tmp_path, source):
    write_data(tmp_path)
    experiments = combinations(source)
    done = snakemake(tmp_path, config_of(experiments), "--cores", "2", "--keep-going")
    assert done.returncode == 0, done.stdout
    names = [
        each
        for name, experiment in experiments.items()
        for each in figure_files(name, source, experiment)
    ]
    assert len(names) > 30
    check_files(tmp_path, names)
    check_pages(tmp_path, experiments)
    made = {
        path.relative_to(tmp_path / "results/figures").with_suffix("").as_posix()
        for path in (tmp_path / "results/figures").rglob("*.png")
    }
    assert made == {*names}
    for path in (tmp_path / "results/tests").glob("*_separation.tsv"):
        assert load_table(path)["p"].between(0, 1).all()
