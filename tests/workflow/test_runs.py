"""The workflow makes what it promises, twice the same, and refuses what it cannot do."""

import json
from copy import deepcopy

import numpy as np
import pytest
from every_figure import check_log
from running import snakemake
from topomaps.common.files import load_arrays, load_table

FIGURES = [
    "small_methods/hidden/method_comparison",
    "small_quality/hidden/quality_float",
    "small_quality/hidden/quality_uint8",
    "small_quality/hidden/faithfulness",
    "small_errors/hidden/PCA_PSO/map_grid",
    "small_errors/hidden/PCA_PSO/measures",
    "small_errors/hidden/PCA_PSO/measure_steps",
    "small_errors/hidden/PCA_PSO/effects",
    "small_errors/suspicious_inputs",
    "small_errors/subgroups",
    "small_training_errors/suspicious_inputs",
    "small_runtime/runtime",
]


def test_figures_and_tables_are_made(small_run):
    results = small_run / "results"
    for figure in FIGURES:
        assert (results / f"figures/{figure}.png").stat().st_size > 10_000
        assert (results / f"figures/{figure}.pdf").read_bytes().startswith(b"%PDF")
    scores = load_table(results / "scores/small_quality.tsv.gz")
    assert set(scores["method"]) == {"random", "PSO", "PCA_PSO", "PCA"}
    assert set(scores["trial"]) == {0, 1, 2}
    before_the_swarm = scores[scores["method"] == "PCA"]
    assert {"trustworthiness_5", "neighbor_preservation_5"} <= set(before_the_swarm["measure"])
    assert not before_the_swarm["measure"].str.match("blur|resize").any()
    assert np.isfinite(scores["value"]).all()
    assert len(load_table(results / "runtimes/small_runtime.tsv")) == 2 * 2 * 3


def test_layouts_fill_the_unit_square(small_run):
    layouts = sorted((small_run / "results/layouts").rglob("*.npz"))
    assert len(layouts) > 8
    for path in layouts:
        positions = load_arrays(path)["positions"]
        np.testing.assert_allclose(positions.min(axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(positions.max(axis=1), 1, atol=1e-12)


def test_altered_labels_show_in_the_groups(small_run):
    maps = load_arrays(small_run / "results/maps/small_errors/hidden/PCA_PSO.npz")
    counts = dict(zip(maps["groups"].tolist(), maps["counts"].tolist(), strict=True))
    assert counts["1 wrong"] > 40  # 90 % of the zeros bear the label one
    assert counts["0 correct"] + counts["0 wrong"] < 10


@pytest.mark.parametrize(
    ("experiment", "dataset"),
    [("small_errors", "digits_altered"), ("small_training_errors", "digits_mislabelled")],
)
def test_altered_labels_are_the_most_suspicious(small_run, experiment, dataset):
    text = {"given_label": str, "predicted_label": str}
    folder = small_run / "results/tables" / experiment
    suspects = load_table(folder / "suspicious_inputs.tsv", dtype=text)
    altered = load_arrays(small_run / f"results/datasets/{dataset}.npz")["altered"]
    first = suspects.head(altered.sum())
    assert altered[first["row"]].mean() > 0.8  # by networks that have hardly learned anything
    assert (first["given_label"] == "1").mean() > 0.8
    assert (first["predicted_label"] == "0").mean() > 0.8
    expected = load_table(folder / "expected_wrong.tsv").iloc[-1]
    assert 0.6 < expected["expected"] / altered.sum() < 1.5
    assert 0 < expected["low"] <= altered.sum() <= expected["high"] < 2 * altered.sum()


def test_there_is_nothing_left_to_do(small_run, small_config):
    again = snakemake(small_run, small_config, "--cores", "1")
    assert "Nothing to be done" in again.stdout


def test_every_job_has_a_log(small_run):
    rules = {path.name for path in (small_run / "results/logs").iterdir()}
    assert {"train_model", "compute_naps", "refine_layout", "score_maps", "plot_quality"} <= rules
    assert "test accuracy" in (small_run / "results/logs/train_model/small_mlp.log").read_text()


def test_logs_say_nothing_of_what_tensorflow_says_at_its_start(small_run):
    for path in (small_run / "results/logs").rglob("*.log"):
        check_log(path)


def test_scores_do_not_depend_on_cores_or_on_the_cutting_of_trials(
    small_run, small_config, tmp_path
):
    config = deepcopy(small_config)
    config["trials_per_job"] = 2
    table = "results/scores/small_quality.tsv.gz"
    done = snakemake(tmp_path, config, "--cores", "1", table)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "results/layouts/small_quality/hidden/naps/PSO/2-3.npz").exists()
    assert (tmp_path / table).read_bytes() == (small_run / table).read_bytes()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((), {"colour": "red"}, "unknown key 'colour'"),
        (("experiments", "small_quality"), {"methods": ["UMAP_PS0"]}, "did you mean 'UMAP_PSO'"),
        (("experiments", "small_quality"), {"layers": ["conv_2"]}, "has no layer 'conv_2'"),
        (("experiments", "small_quality"), {"trials": 0}, "must be at least 1"),
        (("experiments", "small_quality"), {"groups": "colour"}, "have no attribute 'colour'"),
        (
            ("experiments", "small_quality"),
            {"groups": {"by": "class", "classes": [0, 1]}},
            "groups.classes: the key is gone; write `only:` and the names of the classes",
        ),
    ],
)
def test_faults_of_the_configuration_stop_before_any_job(
    small_config, tmp_path, path, value, words
):
    config = deepcopy(small_config)
    part = config
    for key in path:
        part = part[key]
    part.update(value)
    done = snakemake(tmp_path, config, "--cores", "1")
    assert done.returncode == 1
    assert words in done.stdout
    assert "Traceback" not in done.stdout
    assert not (tmp_path / "results").exists()


def test_a_failing_job_says_why_and_the_facts_about_the_run_are_kept(small_config, tmp_path):
    config = deepcopy(small_config)
    config["mirror"] = str(tmp_path / "nowhere")
    config["datasets"]["digits"] = {"source": "mnist"}
    target = "results/downloads/mnist/t10k-labels-idx1-ubyte.gz"
    cut = tmp_path / ".snakemake/metadata/cut"  # what a kill may leave of a record
    cut.parent.mkdir(parents=True)
    cut.write_text('{"rule": "download_da')
    done = snakemake(tmp_path, config, "--cores", "1", target)
    assert done.returncode == 1
    assert "t10k-labels-idx1-ubyte.gz" in done.stdout
    assert "mirror" in done.stdout
    assert not (tmp_path / target).exists()
    (facts,) = (tmp_path / "results/provenance").glob("*.json")
    facts = json.loads(facts.read_text())
    assert facts["outcome"] == "failed"
    assert facts["configuration"]["mirror"] == config["mirror"]
