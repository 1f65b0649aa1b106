"""Killed jobs, a killed Snakemake, full and read-only disks: nothing finished is lost, nothing
half-written is used, and the tables of the resumed run are those of an undisturbed one."""

import os
import subprocess
import time
from contextlib import contextmanager

import psutil
import pytest

from tests.running import command, snakemake

CONFIG = {
    "layouts": {"n_steps": 20},
    "datasets": {"digits": {"source": "digits"}},
    "models": {"tiny_mlp": {"dataset": "digits", "architecture": "mlp", "width": 16, "epochs": 3}},
    "experiments": {
        "scored": {
            "model": "tiny_mlp",
            "methods": ["random", "PCA_PSO"],
            "trials": 2,
            "figures": ["quality"],
        }
    },
}
TABLES = ["results/scores/scored.tsv.gz", "results/scores/scored_summary.tsv"]
LOCKED = "cannot be locked"


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
    """A run in the background, Snakemake and its job, when a job of `rule` has begun its work.

    The job is held there, so that it does not end meanwhile. Both are gone after the block.
    """
    call = command(folder, CONFIG, "--cores", "1", *TABLES)
    with open(folder / "output", "w") as output:
        main = psutil.Popen(call, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    job = None
    try:
        job = _job_at_work(main, rule)
        job.suspend()
        yield main, job
        main.wait()
    finally:
        for process in filter(None, (main, job)):
            if process.is_running():
                process.kill()
        main.wait()


def _job_at_work(main, rule):
    """The process of a rule's script, once it has opened its log."""
    while main.poll() is None:
        for process in main.children(recursive=True):
            try:
                script = any(part.endswith(f".{rule}.py") for part in process.cmdline())
                if script and os.readlink(f"/proc/{process.pid}/fd/1").endswith(".log"):
                    return process
            except (psutil.Error, OSError):
                continue
        time.sleep(0.02)
    raise AssertionError(f"the run ended without a job of {rule}")


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
        if done.returncode:
            pytest.skip(f"no memory disk can be mounted here: {done.stderr.strip()}")
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
