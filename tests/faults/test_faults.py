"""Killed jobs, a killed Snakemake, full and read-only disks: nothing finished is lost, nothing
half-written is used, and the tables of the resumed run are those of an undisturbed one."""

import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.running import command, snakemake

CONFIG = {
    "layouts": {"n_steps": 40_000},  # so that a layout takes long enough to be caught at it
    "datasets": {"digits": {"source": "digits"}},
    "models": {"tiny_mlp": {"dataset": "digits", "architecture": "mlp", "width": 16, "epochs": 30}},
    "experiments": {
        "scored": {
            "model": "tiny_mlp",
            "methods": ["random", "PCA_PSO"],
            "trials": 4,
            "figures": ["quality"],
        }
    },
}
TABLES = ["results/scores/scored.tsv.gz", "results/scores/scored_summary.tsv"]
LOCKED = "cannot be locked"
# What each rule writes, by the name of its log.
OUTPUTS = {
    "prepare_dataset": "results/datasets/{}.npz",
    "train_model": "results/models/{}/model.keras",
    "refine_layout": "results/layouts/{}.npz",
    "score_maps": "results/scores/{}.tsv.gz",
}
# What a log says when the first part of the work is done, but not the rest.
PROGRESS = {"train_model": "Epoch 2/30", "score_maps": "trial 0 is scored"}


def run(folder, *options):
    return snakemake(folder, CONFIG, "--cores", "1", *TABLES, *options)


def tables(folder):
    return [(folder / name).read_bytes() for name in TABLES]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Tables of a run that nothing happens to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    done = run(folder)
    assert done.returncode == 0, done.stdout
    return tables(folder)


@contextmanager
def amid(folder, rule):
    """A run in the background, Snakemake and its job, when a job of `rule` is amid its work.

    The job is held there, so that it does not end meanwhile. Both are gone after the block, and the
    job's output has not come into being.
    """
    call = command(folder, CONFIG, "--cores", "1", *TABLES)
    with open(folder / "output", "w") as output:
        main = psutil.Popen(call, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    job = None
    try:
        job, log = _job_at_work(main, rule)
        output = OUTPUTS[rule].format(log.split(f"results/logs/{rule}/")[1].removesuffix(".log"))
        assert not (folder / output).exists()
        yield main, job
        main.wait()
        assert not (folder / output).exists()
    finally:
        for process in filter(None, (main, job)):
            if process.is_running():
                process.kill()
        main.wait()


def _job_at_work(main, rule):
    """The process of a rule's script, held amid its work, and the path of its log."""
    while main.poll() is None:
        for process in main.children(recursive=True):
            try:
                if any(part.endswith(f".{rule}.py") for part in process.cmdline()):
                    log = os.readlink(f"/proc/{process.pid}/fd/1")
                    if log.endswith(".log") and _is_amid_work(process, rule, log):
                        process.suspend()
                        return process, log
            except (psutil.Error, OSError):
                continue
        time.sleep(0.01)
    raise AssertionError(f"the run ended without a job of {rule} that was seen at work")


def _is_amid_work(process, rule, log):
    if rule == "refine_layout":  # trials are laid out by threads beside the main one
        return process.num_threads() > 1
    return PROGRESS.get(rule, "") in Path(log).read_text()


def finished(folder):
    """Time stamps of all results that are complete, by path."""
    return {
        path: path.stat().st_mtime_ns
        for path in (folder / "results").rglob("*")
        if path.suffix in (".npz", ".npy", ".keras", ".gz") and not path.name.startswith(".")
    }


def test_kills_in_every_stage_change_nothing_but_the_time(tmp_path, undisturbed):
    stamps = {}
    for rule in ("train_model", "refine_layout", "score_maps"):
        with amid(tmp_path, rule) as (main, job):
            job.kill()
        assert main.returncode == 1
        assert f"Error in rule {rule}" in (tmp_path / "output").read_text()

        with amid(tmp_path, rule) as (main, job):
            stamps.update(finished(tmp_path))
            main.kill()
            job.kill()
        assert run(tmp_path, "--unlock").returncode == 0
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert tables(tmp_path) == undisturbed
    after = finished(tmp_path)
    assert len(stamps) > 5
    assert {path: after[path] for path in stamps} == stamps


def test_a_second_run_is_kept_out_until_a_person_unlocks_the_folder(tmp_path):
    with amid(tmp_path, "prepare_dataset") as (main, job):
        meanwhile = run(tmp_path)
        main.kill()
        job.kill()
    for locked_out in (meanwhile, run(tmp_path)):
        assert locked_out.returncode == 1
        assert LOCKED in locked_out.stdout
        assert "--unlock" in locked_out.stdout


@pytest.fixture
def disk(tmp_path):
    """Function that mounts a memory disk of some size in kB on a folder, or changes its options."""
    mounted = []

    def mount(folder, options):
        again = folder in mounted
        folder.mkdir(parents=True, exist_ok=True)
        options = f"remount,{options}" if again else options
        call = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(call, capture_output=True, text=True)
        if done.returncode and os.geteuid() != 0:
            pytest.skip(f"only root may mount a memory disk: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        if not again:
            mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("part", ["results", "."])  # the second holds .snakemake too
def test_a_full_disk_is_named_and_the_run_resumes_with_more_room(tmp_path, disk, undisturbed, part):
    folder = tmp_path / "run"
    disk(folder / part, "size=256k")
    done = run(folder)
    assert done.returncode != 0
    assert "disk is full" in done.stdout or "No space left on device" in done.stdout
    disk(folder / part, "size=16m")
    run(folder, "--unlock")
    stamps = finished(folder)
    done = run(folder)
    assert done.returncode == 0, done.stdout
    assert tables(folder) == undisturbed
    after = finished(folder)
    assert {path: after[path] for path in stamps} == stamps


def test_a_read_only_results_folder_is_named(tmp_path, disk, undisturbed):
    folder = tmp_path / "run"
    disk(folder / "results", "ro")
    done = run(folder)
    assert done.returncode != 0
    assert "Read-only file system" in done.stdout
    disk(folder / "results", "rw")
    done = run(folder)
    assert done.returncode == 0, done.stdout
    assert tables(folder) == undisturbed
