"""After an edit, exactly the stages that use what was edited would run again."""

import os
import shutil
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from topomaps.models.architectures import ARCHITECTURES

from tests.running import ROOT, planned, snakemake

QUALITY = {"aggregate_scores", "compare_methods", "plot_quality"}
SCORES = {"score_maps", *QUALITY}
RUNTIMES = {"measure_runtimes", "summarise_runtimes", "plot_runtime"}
COMPARED = {"describe_layouts", "plot_method_comparison"}
SHOWN = {"render_maps", "plot_map_grid", *COMPARED}
SWARM = {"refine_layout", *SCORES, *RUNTIMES, *SHOWN}
LAYOUTS = {"compute_layout", *SWARM}
NAPS = {"compute_naps", *LAYOUTS}
ACTIVATIONS = {"extract_activations", *NAPS}
MODELS = {"train_model", *ACTIVATIONS}
DATASETS = {"prepare_dataset", *MODELS}
PLOTS = {"plot_quality", "plot_map_grid", "plot_method_comparison", "plot_runtime"}
TABLES = {"aggregate_scores": 1, "compare_methods": 1}


@pytest.fixture(scope="module")
def config():
    return yaml.safe_load((Path(__file__).parent / "config.yaml").read_text())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the workflow, to be edited."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("config", "envs", "profiles", "rules", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Snakefile", folder)
    (folder / "README.md").write_text("A workflow.\n")
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory, checkout, config):
    """Folder of a complete run of the copy."""
    folder = tmp_path_factory.mktemp("run")
    done = snakemake(folder, config, "--cores", "2", root=checkout)
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture
def plan(finished, checkout):
    """Jobs of each rule that a run on a configuration would start."""
    return lambda config: planned(finished, config, root=checkout)


@contextmanager
def edited(path, old="", new="# edited\n"):
    """Replace text in a file within the block, at its start if none is given.

    The time stamp stays: what counts is the content.
    """
    before, times = path.read_text(), path.stat()
    assert old in before, f"{path} has no {old!r}"
    try:
        path.write_text(before.replace(old, new, 1))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield
    finally:
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_nothing_runs_without_an_edit_nor_after_a_reverted_one(plan, checkout, config):
    assert plan(config) == {}
    with edited(checkout / "scripts/topomaps/layouts/swarm.py"):
        assert plan(config) != {}
    assert plan(config) == {}


def test_touching_files_without_a_change_reruns_nothing(plan, checkout, config):
    for path in (checkout / "scripts").rglob("*.py"):
        path.touch()
    assert plan(config) == {}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("README.md", set()),
        (
            "scripts/topomaps/scores/measures.py",
            set(),
        ),  # for users and tests
        ("scripts/topomaps/scores/image_errors.py", SCORES | COMPARED),
        ("scripts/topomaps/layouts/swarm.py", SWARM),
        (
            "scripts/topomaps/layouts/distances.py",
            LAYOUTS,
        ),
        ("scripts/topomaps/profiles/naps.py", NAPS),
        ("scripts/topomaps/models/training.py", MODELS),
        ("scripts/topomaps/data/datasets.py", DATASETS),
        ("scripts/topomaps/common/logs.py", DATASETS),  # in every script
        ("scripts/plot_runtime.py", {"plot_runtime"}),
        ("scripts/aggregate_scores.py", QUALITY),
    ],
)
def test_an_edited_file_reruns_the_stages_that_use_it(plan, checkout, config, file, expected):
    with edited(checkout / file):
        assert set(plan(config)) == expected


def test_another_colour_reruns_the_plots_alone(plan, checkout, config):
    with edited(
        checkout / "scripts/topomaps/figures/style.py", 'OUTLINE = "0.6"', 'OUTLINE = "0.5"'
    ):
        assert set(plan(config)) == PLOTS


def test_another_source_reruns_nothing_and_another_content_everything(plan, checkout, config):
    sources = checkout / "scripts/topomaps/data/sources.py"
    with edited(sources, "_ALL = (", '_ALL = (\n    Source("new", ("a",), (2, 2), 1.0),'):
        assert plan(config) == {}
    with edited(sources, "scale=16.0", "scale=15.0"):
        assert set(plan(config)) == DATASETS


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("scores", "blur_radii"), [1, 2, 3], SCORES | COMPARED),
        (("layouts", "n_steps"), 21, SWARM),
        (("layouts", "distances"), True, LAYOUTS),
        (("layouts", "graph_quantile"), 0.1, set()),  # no method `graph`
        (("layouts", "attraction"), "equation", set()),  # no method `PSO`
        (("layouts", "stacked_examples"), 50, set()),  # no features of stacked activations
        (("layouts", "balanced_correct_only"), True, set()),
        (("maps", "resolution"), 50, SCORES | SHOWN),
        (("experiments", "shown", "shown_class"), 1, {"plot_method_comparison"}),
        (("experiments", "scored", "examples_per_group"), 21, NAPS - RUNTIMES - SHOWN),
        (("models", "tiny_mlp", "epochs"), 2, MODELS - RUNTIMES),
        (("mirror",), "elsewhere", set()),
        (("data_dir",), "elsewhere", set()),
    ],
)
def test_an_edited_setting_reruns_the_stages_that_use_it(plan, config, keys, value, expected):
    config = deepcopy(config)
    *path, key = keys
    part = config
    for name in path:
        part = part.setdefault(name, {})
    part[key] = value
    assert set(plan(config)) == expected


def test_settings_that_change_places_are_noticed(plan, config):
    swapped = {"blur_radii": [55, 50, 45, 40, 35, 30, 25, 20, 15, 10]}
    swapped["resize_sizes"] = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]
    assert set(plan({**config, "scores": swapped})) == SCORES | COMPARED


def test_another_method_computes_its_own_layouts_alone(plan, config):
    config = deepcopy(config)
    config["experiments"]["scored"]["methods"].append("graph_PSO")
    n = 2 * 2  # conditions, blocks of trials
    new = {"compute_layout": n, "refine_layout": n, "score_maps": n}
    assert plan(config) == {**new, **TABLES, "plot_quality": 2}


def test_another_layer_computes_its_own_stages_alone(plan, config):
    config = deepcopy(config)
    layers = [ARCHITECTURES["mlp"][1].name, ARCHITECTURES["mlp"][2].name]
    config["experiments"]["scored"]["layers"] = layers
    jobs = plan(config)
    assert jobs.pop("extract_activations") == 1
    assert jobs.pop("compute_naps") == 1 + 2  # one draw for all layouts, and each block's own
    assert jobs.pop("plot_quality") == 2 * 2  # both layers: their table has changed
    n = 2 * 2  # conditions, blocks of trials
    new = {"compute_layout": n, "refine_layout": 2 * n, "score_maps": 2 * n}
    assert jobs == {**new, **TABLES}


def test_more_trials_compute_the_new_ones_alone(plan, config):
    config = deepcopy(config)
    config["experiments"]["scored"]["trials"] = 6
    new = {"compute_naps": 1, "compute_layout": 2, "refine_layout": 4, "score_maps": 4}
    assert plan(config) == {**new, **TABLES, "plot_quality": 2}
