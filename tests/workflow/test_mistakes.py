"""Mistakes of users, and damages, that have been met: each is answered by a sentence, and soon."""

import shutil
from time import monotonic

import numpy as np
import pytest
from running import snakemake

ACTIVATIONS = {"activations": "own.npz", "methods": ["random"], "figures": ["map_grid"]}
CONFIG = {"layouts": {"n_steps": 20}, "experiments": {"mine": ACTIVATIONS}}
SOON = 60  # seconds on a busy machine; a plan takes two or three on a quiet one


def write_activations(folder):
    generator = np.random.default_rng(0)
    folder.mkdir(exist_ok=True)
    values = generator.random((30, 12))
    np.savez(folder / "own.npz", labels=np.arange(30) % 3, **{"activations/units": values})


def refused(done):
    """The text of a plan that was refused by a sentence, on one line."""
    assert done.returncode == 1
    assert "Traceback" not in done.stdout
    return " ".join(done.stdout.split())


def test_a_key_given_twice_is_not_taken_silently(tmp_path):
    write_activations(tmp_path)
    file = tmp_path / "twice.yaml"
    file.write_text(
        "experiments:\n"
        "  mine:\n"
        "    activations: own.npz\n"
        "    figures: [map_grid]\n"
        "    methods: [random]\n"
        "    methods: [PCA]\n"
        "seed: 1\n"
        "seed: 2\n"
    )
    text = refused(snakemake(tmp_path, CONFIG, "--dry-run", "--configfile", file))
    assert f"{file}, line 6: the key 'experiments.mine.methods' is given again, first in" in text
    assert "line 8: the key 'seed' is given again, first in line 7" in text
    assert not (tmp_path / "results").exists()


def test_widths_are_given_in_increasing_order(tmp_path):
    runtime = {"kind": "runtime", "dataset": "digits", "repetitions": 1, "methods": ["PCA"]}
    config = {
        "datasets": {"digits": {"source": "digits"}},
        "experiments": {"times": {**runtime, "widths": [256, 64]}},
    }
    text = refused(snakemake(tmp_path, config, "--dry-run"))
    assert "experiments.times.widths: 64 comes after 256; give the widths in increasing" in text


@pytest.mark.parametrize(
    ("trials", "words"), [(100_000_000_000, "at most 100000"), (100_000, "2,000 jobs for each")]
)
def test_trials_beyond_all_measure_are_refused_at_once(tmp_path, trials, words):
    write_activations(tmp_path)
    config = {**CONFIG, "experiments": {"mine": {**ACTIVATIONS, "trials": trials}}}
    begin = monotonic()
    text = refused(snakemake(tmp_path, config, "--dry-run"))
    assert monotonic() - begin < SOON
    assert f"experiments.mine.trials: {trials}" in text
    assert words in text


@pytest.mark.parametrize("kind", ["own", "bias"])
def test_keys_of_the_earlier_version_are_answered_with_the_new_ones(tmp_path, kind):
    write_activations(tmp_path)
    old = {**ACTIVATIONS, "kind": kind, "min_group_size": 5}
    text = refused(snakemake(tmp_path, {"experiments": {"mine": old}}, "--dry-run"))
    assert f"experiments.mine.kind: '{kind}' is gone; leave `kind` out" in text
    assert "experiments.mine.min_group_size: the key is gone; write `min_size: 5`" in text


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Folder of a complete run."""
    folder = tmp_path_factory.mktemp("damaged")
    write_activations(folder)
    done = snakemake(folder, CONFIG, "--cores", "2")
    assert done.returncode == 0, done.stdout
    return folder


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("groups/mine.npz", "cut"),
        ("naps/mine/units/layout/0-0.npz", "changed"),
        ("layouts/mine/units/layout/random/0-0.npz", "empty"),
        ("maps/mine/units/random.npz", "cut"),
    ],
)
def test_a_damaged_file_between_stages_is_named(finished, tmp_path, name, damage):
    folder = tmp_path / "run"
    shutil.copytree(finished, folder)  # with all time stamps
    path = folder / "results" / name
    whole = path.read_bytes()
    middle, end = len(whole) // 2, -len(whole) // 5
    inverted = bytes(255 - byte for byte in whole[middle:end])
    damaged = {
        "cut": whole[:middle],
        "changed": whole[:middle] + inverted + whole[end:],
        "empty": b"",
    }
    path.write_bytes(damaged[damage])
    done = snakemake(folder, CONFIG, "--cores", "1")
    assert done.returncode == 1
    text = " ".join(done.stdout.split())
    assert f"Error: results/{name} is damaged" in text
    assert "delete it and run again" in text
    path.unlink()
    shutil.rmtree(folder / "results/figures", ignore_errors=True)
    done = snakemake(folder, CONFIG, "--cores", "2")
    assert done.returncode == 0, done.stdout
    assert (folder / "results/figures/mine/units/random/map_grid.png").is_file()


def test_damaged_activations_are_named_before_any_job(tmp_path):
    write_activations(tmp_path)
    path = tmp_path / "own.npz"
    path.write_bytes(path.read_bytes()[:1000])
    text = refused(snakemake(tmp_path, CONFIG, "--dry-run"))
    assert "own.npz is no .npz file, or not a whole one" in text
