"""The workflow on a real SLURM: `make test-slurm`."""

import os
import re
import signal
import subprocess
import time

import pytest
import yaml
from running import ROOT, command, planned, snakemake
from topomaps.common.files import load_arrays

# The cluster has two processors; status checks as quick as the plugin allows.
OPTIONS = ("--cores", "2", "--slurm-init-seconds-before-status-checks", "2")
MODEL = "results/models/tiny_mlp/model.keras"
NAPS = "results/naps/scored/hidden/layout/0-0.npz"
# What differs between any two runs: measured times, and the time stamps inside a Keras file.
NOT_COMPARED = re.compile(
    r"results/(logs|benchmarks|runtimes|provenance)/|/runtime\.|/(seconds|growth)\.|\.keras$"
)


@pytest.fixture
def tiny():
    return yaml.safe_load((ROOT / "tests/rerun/config.yaml").read_text())


def submit(folder, config, *targets, **options):
    return snakemake(folder, config, *OPTIONS, *targets, profile="slurm", **options)


def started(folder, config, *targets):
    """A run in the background; its output goes to the file `output` in its folder."""
    call = command(folder, config, *OPTIONS, *targets, profile="slurm")
    with open(folder / "output", "w") as output:
        return subprocess.Popen(
            call, stdout=output, stderr=subprocess.STDOUT, cwd=folder, preexec_fn=_interruptible
        )


def _interruptible():
    """Undo that a shell in the background lets its children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def awaited(condition, seconds=120):
    """The first true answer of `condition`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.2)
    raise TimeoutError(condition)


def in_state(jobs, *states):
    return [job["JobId"] for job in jobs if job["JobState"] in states]


def comparable(folder):
    """Bytes of all results that two runs must share, by path."""
    files = {str(path.relative_to(folder)): path for path in (folder / "results").rglob("*.*")}
    return {
        name: content(path)
        for name, path in files.items()
        if path.is_file() and not NOT_COMPARED.search(name)
    }


def content(path):
    """Bytes of a file; of layouts, which hold measured seconds too, those of the positions."""
    if "layouts" in path.parts:
        return load_arrays(path)["positions"].tobytes()
    return path.read_bytes()


@pytest.mark.parametrize("config", ["tests/rerun/config.yaml", "config/quickstart.yaml"])
def test_a_run_on_slurm_gives_the_bytes_of_a_local_run(tmp_path, new_jobs, config):
    settings = yaml.safe_load((ROOT / config).read_text())
    rules = planned(tmp_path / "local", settings)
    local = snakemake(tmp_path / "local", settings, "--cores", "2")
    assert local.returncode == 0, local.stdout
    remote = submit(tmp_path / "slurm", settings)
    assert remote.returncode == 0, remote.stdout

    jobs = new_jobs()
    assert set(in_state(jobs, "COMPLETED")) == set(
        re.findall(r"submitted with SLURM jobid (\d+)", remote.stdout)
    )
    assert set(re.findall(r"localrule (\w+):", remote.stdout)) <= {"all", "download_dataset"}
    assert len(jobs) < sum(rules.values()) / 2  # groups travel together
    expected, got = comparable(tmp_path / "local"), comparable(tmp_path / "slurm")
    assert len(expected) > 30
    assert got.keys() == expected.keys()
    assert [name for name in expected if got[name] != expected[name]] == []


def test_a_failing_job_is_tried_again_with_more_memory_and_reported(tmp_path, tiny, new_jobs):
    folder = tmp_path / "results/activations/tiny_mlp/digits"
    made = snakemake(tmp_path, tiny, "--cores", "1", str(folder.relative_to(tmp_path)))
    assert made.returncode == 0
    (folder / "hidden.npy").write_bytes(b"no array")
    done = submit(tmp_path, tiny, NAPS)
    assert done.returncode == 1
    assert [job["MinMemoryNode"] for job in new_jobs()] == ["4000M", "8000M", "16000M"]
    assert "Error in group naps" in done.stdout or "Error in rule compute_naps" in done.stdout
    assert "results/logs/compute_naps/scored/hidden/layout/0-0.log" in done.stdout
    assert not (tmp_path / NAPS).exists()


def test_a_cancelled_job_is_noticed_and_run_again(tmp_path, tiny, new_jobs):
    target = "results/datasets/digits.npz"
    run = started(tmp_path, tiny, target)
    (first,) = awaited(lambda: in_state(new_jobs(), "RUNNING"))
    subprocess.run(["scancel", first], check=True)
    assert run.wait() == 0, (tmp_path / "output").read_text()
    assert in_state(new_jobs(), "CANCELLED") == [first]
    assert len(in_state(new_jobs(), "COMPLETED")) == 1
    assert (tmp_path / target).exists()


def test_interrupting_snakemake_cancels_its_jobs(tmp_path, tiny, new_jobs):
    tiny["models"]["tiny_mlp"]["epochs"] = 10_000  # so that it is still training
    run = started(tmp_path, tiny, MODEL)
    awaited(lambda: (tmp_path / "results/logs/train_model/tiny_mlp.log").exists())
    run.send_signal(signal.SIGINT)
    assert run.wait() != 0
    awaited(lambda: not in_state(new_jobs(), "RUNNING", "PENDING", "COMPLETING"))
    assert len(in_state(new_jobs(), "CANCELLED")) == 1
    assert not (tmp_path / MODEL).exists()


def test_partition_account_and_gpu_come_from_the_command_line(tmp_path, tiny, new_jobs):
    # The plugin asks the accounting database whether the account exists; here is none.
    answer = tmp_path / "bin/sacctmgr"
    answer.parent.mkdir()
    answer.write_text("#!/bin/sh\necho physics\n")
    answer.chmod(0o755)
    path = f"{answer.parent}{os.pathsep}{os.environ['PATH']}"
    done = submit(
        tmp_path, tiny, MODEL,
        "--default-resources", "slurm_account=physics", "slurm_partition=other",
        "--set-resources", "train_model:gpu=1",
        env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    data, training = new_jobs()
    assert {job["Partition"] for job in (data, training)} == {"other"}
    assert {job["Account"] for job in (data, training)} == {"physics"}
    assert "gres:gpu" in training["TresPerJob"]
    assert "TresPerJob" not in data
