"""Every figure and table of HHAI from one small run."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from running import snakemake
from topomaps.common.files import load_arrays, load_table

FIGURES = [
    "methods/hidden/method_comparison",
    "alterations/hidden/PCA_PSO/alterations",
    "quality/hidden/quality_float",
    "quality/hidden/quality_uint8",
    "equations_and_code/comparison_float",
    "equations_and_code/comparison_uint8",
    "averaging/comparison_float",
    "test_label_errors/hidden/PCA_PSO/label_errors",
    "confusion/hidden/PCA_PSO/confusion",
    "training/hidden/PCA_PSO/training",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Folder and configuration of a complete run."""
    folder = tmp_path_factory.mktemp("hhai")
    config = yaml.safe_load((Path(__file__).parent / "hhai.yaml").read_text())
    done = snakemake(folder, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    return folder, config


def test_figures_are_made(run):
    for figure in FIGURES:
        path = run[0] / "results/figures" / figure
        assert path.with_suffix(".png").stat().st_size > 10_000
        assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert (run[0] / "results/figures/training/hidden/PCA_PSO/training.gif").stat().st_size > 10_000


def test_tables_are_made(run):
    tables = run[0] / "results/tables"
    sums = load_table(tables / "architectures/architectures.tsv").query("layer == 'sum'")
    assert sums["parameters"].tolist() == [64 * 32 + 32 + 32 * 10 + 10]
    assert set(load_table(tables / "quality/tests.tsv")["condition"]) == {"layout", "naps"}
    compared = load_table(tables / "averaging/tests.tsv")
    assert set(compared["first"]) | set(compared["second"]) == {
        "averaging_naps",
        "averaging_random",
    }


def test_the_injected_errors_are_found(run):
    tables = run[0] / "results/tables"
    suspects = load_table(tables / "test_label_errors/hidden/PCA_PSO_suspects.tsv")
    first = suspects.query("suspected == 'test'").iloc[0]
    assert (first["class"], first["most_similar_class"]) == (1, 0)
    cells = load_table(tables / "confusion/hidden/PCA_PSO_confused_cells.tsv")
    assert cells["class"].iloc[0] == 0


def test_one_layout_serves_the_whole_training(run):
    maps = load_arrays(run[0] / "results/maps/training/hidden/PCA_PSO.npz")
    assert maps["positions"].shape == (32, 2)
    assert len(maps["groups"]) == 3 * 10
    assert np.abs(maps["naps"][20:]).mean() > np.abs(maps["naps"][:10]).mean()


def test_there_is_nothing_left_to_do(run):
    again = snakemake(*run, "--cores", "1")
    assert "Nothing to be done" in again.stdout
