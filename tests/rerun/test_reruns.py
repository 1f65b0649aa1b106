"""After an edit, exactly the stages that use what was edited would run again."""

import os
import shutil
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from running import ROOT, planned, planned_jobs, snakemake

QUALITY = {"aggregate_scores", "plot_quality", "show_tables"}
SCORES = {"score_maps", *QUALITY}
RUNTIMES = {"measure_runtimes", "plot_runtime"}
WIDTHS = {"profile_widths", *RUNTIMES}
COMPARED = {"plot_method_comparison", "show_tables"}
TESTS = {"compare_groups", "plot_tests", "show_tables"}
SHOWN = {"render_maps", "plot_map_grid", *COMPARED}
DRAWN = {"plot_tests", *SHOWN}
SWARM = {"refine_layout", *SCORES, *RUNTIMES, *SHOWN}
LAYOUTS = {"compute_layout", "plot_tests", *SWARM}  # those of tests are shown without a swarm
NAPS = {"compute_naps", *WIDTHS, *LAYOUTS}
GROUPS = {"group_inputs", "plot_outcomes", *TESTS, *NAPS}
ACTIVATIONS = {"extract_activations", *GROUPS}
MODELS = {"train_model", *ACTIVATIONS}
DATASETS = {"prepare_dataset", *MODELS}
PLOTS = {"plot_quality", "plot_map_grid", "plot_method_comparison", "plot_runtime"}
PLOTS |= {"plot_tests", "plot_outcomes", "show_tables"}  # of tables that plots write
TABLES = {"aggregate_scores": 1, "plot_quality": 1, "show_tables": 1}
OF_MLP = GROUPS - WIDTHS


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
def edited(path, old="", new="edited = True\n"):
    """Replace text in a file within the block; if none is given, add a statement at its end.

    The time stamp stays: what counts is the content.
    """
    before, times = path.read_text(), path.stat()
    assert old in before, f"{path} has no {old!r}"
    try:
        path.write_text(before.replace(old, new, 1) if old else before + new)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield
    finally:
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def with_experiment(config, **experiment):
    """A copy of a configuration with another experiment at its end."""
    config = deepcopy(config)
    config["experiments"]["another"] = {"methods": ["PCA"], "figures": ["map_grid"], **experiment}
    return config


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
    ("old", "new"),
    [
        ("import numpy as np\n", "# A comment.\n\nimport numpy as np  # and another\n"),
        ('"""Connect the most', '"""Another docstring, in place of: connect the most'),
        ("pairs <= np.quantile(pairs, quantile)", "(\n        pairs<=np.quantile(pairs,quantile))"),
    ],
)
def test_comments_docstrings_and_layout_of_the_code_rerun_nothing(plan, checkout, config, old, new):
    with edited(checkout / "scripts/topomaps/layouts/graph.py", old, new):
        assert plan(config) == {}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("README.md", set()),
        ("scripts/topomaps/scores/layout_ranks.py", set()),  # no figure `layouts`
        ("scripts/topomaps/__init__.py", set()),  # the public API of the library
        ("scripts/topomaps/plot.py", set()),
        ("scripts/topomaps/scores/image_errors.py", SCORES | COMPARED),
        ("scripts/topomaps/layouts/swarm.py", SWARM),
        ("scripts/topomaps/layouts/base_layouts.py", LAYOUTS),
        ("scripts/topomaps/layouts/umap_layout.py", set()),  # no method `UMAP`
        ("scripts/topomaps/profiles/naps.py", NAPS | {"extract_activations", *GROUPS}),
        ("scripts/topomaps/profiles/trials.py", NAPS),
        ("scripts/topomaps/groups/outcomes.py", GROUPS - WIDTHS),
        ("scripts/topomaps/statistics/pairwise.py", TESTS),
        ("scripts/topomaps/models/training.py", MODELS),
        ("scripts/topomaps/models/keras_networks.py", ACTIVATIONS),
        ("scripts/topomaps/models/onnx_networks.py", ACTIVATIONS),
        ("scripts/topomaps/data/published_images.py", DATASETS),
        ("scripts/topomaps/common/logs.py", DATASETS),  # in every script
        ("scripts/plot_runtime.py", {"plot_runtime", "show_tables"}),
        ("scripts/topomaps/report/page.py", {"show_tables"}),
        ("scripts/plot_outcomes.py", {"plot_outcomes"}),
        ("scripts/topomaps/figures/outcomes.py", {"plot_outcomes"}),
        ("scripts/aggregate_scores.py", QUALITY),
    ],
)
def test_an_edited_file_reruns_the_stages_that_use_it(plan, checkout, config, file, expected):
    with edited(checkout / file):
        assert set(plan(config)) == expected


def test_an_edited_method_reruns_itself_and_its_hybrid_alone(finished, checkout, config):
    with edited(checkout / "scripts/topomaps/layouts/graph.py"):
        jobs = planned_jobs(finished, config, root=checkout)
    layouts = [path for job in jobs for path in job["output"] if "results/layouts/" in path]
    assert {path.split("/")[5] for path in layouts} == {"graph", "graph_PSO"}
    assert {job["rule"] for job in jobs} == {
        "compute_layout", "refine_layout", "render_maps", "plot_map_grid",
        "plot_method_comparison", "show_tables", "all",
    }  # fmt: skip
    maps = [path for job in jobs for path in job["output"] if "results/maps/" in path]
    assert maps == ["results/maps/shown/hidden/graph_PSO.npz"]


def test_another_look_reruns_the_plots_alone(plan, checkout, config):
    style = checkout / "scripts/topomaps/figures/style.py"
    with edited(style, '"legend.frameon": False', '"legend.frameon": True'):
        assert set(plan(config)) == PLOTS


def test_another_source_reruns_nothing_and_another_content_everything(plan, checkout, config):
    sources = checkout / "scripts/topomaps/data/published_sources.py"
    with edited(sources, "PUBLISHED = (", 'PUBLISHED = (\n    Source("new", ("a",), (2, 2), 1.0),'):
        assert plan(config) == {}
    with edited(sources, "scale=16.0", "scale=15.0"):
        assert set(plan(config)) == DATASETS


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (("scores", "blur_radii"), [1, 2, 3], SCORES | COMPARED),
        (("layouts", "n_steps"), 21, SWARM),
        (("layouts", "distances"), True, LAYOUTS),
        (
            ("layouts", "graph_quantile"),
            0.1,
            {"compute_layout", "refine_layout", *SHOWN},
        ),
        (("layouts", "attraction"), "equation", set()),  # no method `PSO`
        (("layouts", "smoothness"), 0.7, set()),  # no method `sorted`
        (("layouts", "stacked_examples"), 50, set()),  # no features of stacked activations
        (("layouts", "balanced_correct_only"), True, set()),
        (("components", "threshold"), 230, set()),  # nothing shows components
        (("maps", "resolution"), 50, SCORES | DRAWN),
        (("regions", "threshold"), 0.3, set()),  # no figure `regions`
        (("experiments", "shown", "shown_group"), "1", COMPARED),
        (
            ("experiments", "scored", "examples_per_group"),
            21,
            (NAPS - WIDTHS - DRAWN) | {"show_tables"},
        ),
        (("experiments", "tested", "permutations"), 19, TESTS),
        (("experiments", "tested", "alpha"), 0.1, TESTS),
        (
            ("experiments", "tested", "min_size"),
            2,
            {"group_inputs", "compute_naps", "compute_layout", "render_maps", "plot_outcomes"}
            | TESTS,
        ),
        (("models", "tiny_mlp", "epochs"), 2, MODELS - WIDTHS),
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


def test_a_model_whose_layers_are_listed_reruns_nothing(plan, config, tmp_path):
    keras = pytest.importorskip("keras")
    model = tmp_path / "listed.keras"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]).save(model)
    assert set(plan({**config, "model_file": str(model)})) == set()


def test_another_of_several_numbers_is_noticed(plan, config):
    changed = {"blur_radii": [10, 15, 20, 25, 30, 35, 40, 45, 50, 60]}
    changed["resize_sizes"] = [20, 18, 16, 14, 12, 10, 8, 6, 4, 3]
    assert set(plan({**config, "scores": changed})) == SCORES | COMPARED


def test_another_method_computes_its_own_layouts_alone(plan, config):
    config = deepcopy(config)
    config["experiments"]["scored"]["methods"].append("graph_PSO")
    n = 2 * 2  # conditions, blocks of trials
    new = {"compute_layout": n, "refine_layout": n, "score_maps": n}
    assert plan(config) == {**new, **TABLES}


def test_another_layer_lets_the_network_run_once_more(plan, config):
    """One pass serves all experiments on a model and its data, and so does the next one."""
    config = deepcopy(config)
    config["experiments"]["scored"]["layers"] = ["flatten", "hidden"]
    jobs = plan(config)
    assert jobs["extract_activations"] == 1
    assert set(jobs) == ACTIVATIONS - WIDTHS
    assert jobs["compute_naps"] == 1 + 2 * (1 + 2) + 1  # shown; scored: one draw for all layouts,
    # and each block's own, in both layers; tested


def test_another_grouping_of_units_runs_no_network(plan, config):
    new = {"compute_naps": 1, "compute_layout": 1, "render_maps": 1, "plot_map_grid": 1}
    grouped = {"group_inputs": 1, **new, "show_tables": 1}
    for groups in ("correctness", "confusion", {"by": "class", "min_size": 3}):
        assert plan(with_experiment(config, model="tiny_mlp", groups=groups)) == grouped
    # Equal groups are made once; the experiment draws its own inputs of them.
    assert plan(with_experiment(config, model="tiny_mlp", groups="class")) == new


def test_another_grouping_of_feature_maps_lets_the_network_run_once_more(plan, config):
    jobs = plan(with_experiment(config, model="tiny_cnn", groups="prediction"))
    assert jobs == {
        "extract_activations": 1, "group_inputs": 2, "compute_naps": 2, "compute_layout": 2,
        "render_maps": 2, "plot_map_grid": 2, "show_tables": 2,
    }  # fmt: skip


def test_means_of_feature_maps_do_without_another_run_of_the_network(plan, config):
    means = {"model": "tiny_cnn", "groups": "prediction", "layouts": {"feature_maps": "means"}}
    assert plan(with_experiment(config, **means)) == {
        "group_inputs": 1, "compute_naps": 1, "compute_layout": 1, "render_maps": 1,
        "plot_map_grid": 1, "show_tables": 1,
    }  # fmt: skip


def test_another_figure_is_drawn_from_what_is_there(plan, config):
    config = deepcopy(config)
    config["experiments"]["shown"]["figures"] += ["alterations", "outcomes"]
    assert plan(config) == {"plot_alterations": 3, "plot_outcomes": 1}


def test_more_trials_compute_the_new_ones_alone(plan, config):
    config = deepcopy(config)
    config["experiments"]["scored"]["trials"] = 6
    new = {"compute_naps": 1, "compute_layout": 2, "refine_layout": 4, "score_maps": 4}
    assert plan(config) == {**new, **TABLES}
