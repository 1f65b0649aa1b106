"""Extractions dealt to several jobs give what one job gives, and leave the rest of a run alone."""

from copy import deepcopy

import pytest
from running import planned, snakemake
from topomaps.common.files import load_arrays

CONFIG = {
    "layouts": {"n_steps": 20},
    "datasets": {
        "digits": {"source": "digits"},
        "altered": {
            "source": "digits", "alter": {"split": "test", "from": 0, "to": 1, "fraction": 0.9},
        },
    },
    "models": {
        "mlp": {"dataset": "digits", "architecture": "mlp", "width": 16, "epochs": 1,
                "checkpoints": [0, 9]},
        "cnn": {"dataset": "digits", "architecture": "cnn", "width": 8, "epochs": 1},
    },
    "experiments": {
        name: {"groups": groups, "methods": ["PCA"], "figures": ["map_grid"], **source}
        for name, groups, source in (
            # Groups that are known only after all shards have been seen, and others.
            ("judged", "correctness", {"model": "cnn"}),
            ("classes", "class", {"model": "cnn"}),
            ("training", "checkpoint", {"model": "mlp"}),
            ("other", "class", {"model": "mlp", "dataset": "altered"}),
        )
    },
}  # fmt: skip
FOLDERS = ("activations/cnn/digits", "checkpoints/mlp/digits", "naps", "groups", "tables")
TARGETS = [
    "results/naps/judged/conv_2/layout/0-0.npz",
    "results/naps/classes/conv_2/layout/0-0.npz",
    "results/naps/training/hidden/layout/0-0.npz",
    "results/naps/other/hidden/layout/0-0.npz",
    "results/tables/classes/outcomes.tsv",
]


@pytest.fixture(scope="module")
def sharded():
    config = deepcopy(CONFIG)
    config["datasets"]["digits"]["shards"] = 3
    return config


def run(folder, config):
    done = snakemake(folder, config, "--cores", "2", *TARGETS)
    assert done.returncode == 0, done.stdout
    files = [each for name in FOLDERS for each in (folder / "results" / name).rglob("*.*")]
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}


def test_shards_change_no_byte_and_nothing_else_of_a_plan(tmp_path, sharded):
    one = run(tmp_path / "one", CONFIG)
    several = run(tmp_path / "several", sharded)
    assert several.keys() == one.keys()
    assert [name for name in one if several[name] != one[name]] == []
    assert len(one) >= 10
    sums = load_arrays(tmp_path / "one/results/activations/cnn/digits/conv_2.group_means.npz")
    assert {"judged", "classes"} == {name.split("/")[0] for name in sums}
    assert not (tmp_path / "several/results/shards/activations/cnn/digits/1-of-3").exists()

    assert planned(tmp_path / "several", sharded, *TARGETS) == {}
    # With shards, datasets and models stay, and so does all that is made of other datasets.
    jobs = planned(tmp_path / "one", sharded, *TARGETS)
    assert {"prepare_dataset", "train_model", "extract_activations"} & {*jobs} == set()
    assert jobs["extract_shard"] == 6
    assert jobs["sum_shard"] == 3
    assert jobs["join_shards"] == 2
    assert jobs["compute_naps"] == 3


@pytest.mark.parametrize("shards", [0, -1, 1.5, "two"])
def test_numbers_of_shards_that_mean_nothing_are_refused(tmp_path, sharded, shards):
    config = deepcopy(sharded)
    config["datasets"]["digits"]["shards"] = shards
    done = snakemake(tmp_path, config, "--dry-run")
    assert done.returncode == 1
    assert "datasets.digits.shards" in done.stdout


def test_more_shards_than_batches_are_refused(tmp_path, sharded):
    config = deepcopy(sharded)
    config["datasets"]["digits"]["shards"] = 100
    done = snakemake(tmp_path, config, "--cores", "2", *TARGETS)
    assert done.returncode == 1
    assert "datasets.digits.shards: 100 is more than the" in done.stdout
