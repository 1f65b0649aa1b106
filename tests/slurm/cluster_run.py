"""Many small experiments on a SLURM of two nodes, one of which goes away in the middle.

Runs up to the layouts of all experiments; with --whole, up to their figures.
`make cluster-run`, as root on Debian with the packages slurm-wlm and munge. Every result must be
there in the end, with the bytes of a run without SLURM. Prints what was measured, and writes it to
results/benchmarks/cluster_run.tsv.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import perf_counter, sleep

import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("tests/slurm", "tests", "scripts")]

from conftest import CLUSTER, slurm_jobs  # noqa: E402
from running import command, snakemake  # noqa: E402
from test_slurm import comparable  # noqa: E402

TARGET = ROOT / "results/benchmarks/cluster_run.tsv"
OPTIONS = ("--cores", "2", "--slurm-init-seconds-before-status-checks", "2")
LOST_NODE = "node2"
AFTER = 0.3  # share of the submissions that are through when the node goes away


def configuration(n_experiments):
    """Small experiments on the embedded digits, whose inputs are dealt to two shards."""
    groupings = ("class", "prediction", "correctness")
    return {
        "datasets": {"digits": {"source": "digits", "shards": 2}},
        "models": {"mlp": {"dataset": "digits", "architecture": "mlp", "width": 32, "epochs": 2}},
        "experiments": {
            f"small_{n}": {
                "model": "mlp", "groups": groupings[n % 3], "examples_per_group": 10 + n,
                "methods": ["PCA"], "figures": ["map_grid"],
            }
            for n in range(n_experiments)
        },
    }  # fmt: skip


@contextmanager
def cluster():
    """A SLURM of two nodes; gives its folder."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([CLUSTER, "start", folder, "2"], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run([CLUSTER, "stop", folder], check=True)


def run_on_slurm(folder, config, targets, cluster_folder):
    """Run, and end a node's slurmd and all of its jobs' processes in the middle.

    Returns
    -------
    dict
        Seconds, calls of Snakemake, and the jobs that the node held.
    """
    begin, calls, held = perf_counter(), 1, None
    call = command(folder, config, *OPTIONS, *targets, profile="slurm")
    with open(folder / "output", "w") as output:
        run = subprocess.Popen(call, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        while run.poll() is None:
            sleep(1)
            held = held or lose_node(cluster_folder, share_done(folder / "output"))
    while run.returncode != 0 and calls < 3:  # as a person would
        print((folder / "output").read_text()[-3000:], file=sys.stderr)
        calls += 1
        run = snakemake(folder, config, *OPTIONS, *targets, profile="slurm")
        (folder / "output").write_text(run.stdout)
    return {"seconds": perf_counter() - begin, "calls": calls, "lost": held or []}


def share_done(output):
    """How far a run is, as Snakemake says."""
    found = re.findall(r"\d+ of \d+ steps \((\d+(?:\.\d+)?)%\) done", output.read_text())
    return float(found[-1]) / 100 if found else 0


def lose_node(cluster_folder, done):
    """End a node once a share of the run is done and it has a job; the ids of its jobs."""
    running = [job["JobId"] for job in slurm_jobs() if is_on_lost_node(job)]
    if done < AFTER or not running:
        return None
    daemon = int((cluster_folder / f"slurmd.{LOST_NODE}.pid").read_text())
    os.kill(daemon, signal.SIGKILL)
    table = processes()
    for pid in [pid for pid, (_, name) in table.items() if is_step_of(name, running)]:
        for each in [pid, *descendants(table, pid)]:
            kill(each)
    print(f"{LOST_NODE} has gone, with the jobs {', '.join(running)}", flush=True)
    return running


def is_on_lost_node(job):
    return job["JobState"] == "RUNNING" and job.get("NodeList") == LOST_NODE


def is_step_of(name, jobs):
    found = re.match(r"slurmstepd: \[(\d+)\.", name)
    return bool(found) and found[1] in jobs


def processes():
    """Parent and command line of each process."""
    done = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in done.stdout.splitlines()]
    return {int(pid): (int(parent), name) for pid, parent, name in rows}


def descendants(table, pid):
    """Processes below one."""
    children = [each for each, (parent, _) in table.items() if parent == pid]
    return [found for child in children for found in (child, *descendants(table, child))]


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def spans(jobs):
    """(submitted, started, ended) of jobs in seconds since the epoch, to the second."""
    keys = ("SubmitTime", "StartTime", "EndTime")
    return [tuple(datetime.fromisoformat(job[key]).timestamp() for key in keys) for job in jobs]


def idle_seconds(times):
    """Seconds between the first submission and the last end in which no job ran."""
    idle, last = 0.0, min(submitted for submitted, _, _ in times)
    for _, start, end in sorted(times, key=lambda each: each[1]):
        idle, last = idle + max(0.0, start - last), max(last, end)
    return idle


def main(n_experiments, whole=False):
    """Measure, print and save; 1 if a result is missing or differs."""
    config, targets = configuration(n_experiments), []
    if not whole:
        targets = [
            f"results/layouts/{name}/hidden/layout/PCA/0-0.npz" for name in config["experiments"]
        ]
    with tempfile.TemporaryDirectory() as folder, cluster() as cluster_folder:
        folder = Path(folder)
        begin = perf_counter()
        local = snakemake(folder / "local", config, "--cores", "2", *targets)
        local_seconds = perf_counter() - begin
        assert local.returncode == 0, local.stdout[-3000:]
        n_jobs = int(re.findall(r"(?m)^total +(\d+)", local.stdout)[0])
        (folder / "slurm").mkdir()
        run = run_on_slurm(folder / "slurm", config, targets, cluster_folder)
        jobs = slurm_jobs()
        expected, found = comparable(folder / "local"), comparable(folder / "slurm")
    times = spans([job for job in jobs if job["JobState"] == "COMPLETED"])
    wall = max(end for _, _, end in times) - min(submitted for submitted, _, _ in times)
    differing = [name for name in expected if found.get(name) != expected[name]]
    rows = {
        "experiments": (n_experiments, 30),
        "jobs of Snakemake": (n_jobs, None),
        "submissions": (len(jobs), None),
        "jobs on the node when it went": (len(run["lost"]), None),
        "submissions started again": (sum(int(job["Restarts"]) > 0 for job in jobs), None),
        "submissions that failed": (sum(job["JobState"] != "COMPLETED" for job in jobs), None),
        "calls of Snakemake": (run["calls"], 1),
        "results": (len(expected), None),
        "results missing or with other bytes": (len(differing), 0),
        "seconds without SLURM": (local_seconds, None),
        "seconds on SLURM": (run["seconds"], None),
        "share of time in which no job ran": (idle_seconds(times) / wall, None),
        "mean seconds from submission to start": (
            sum(start - submitted for submitted, start, _ in times) / len(times), None,
        ),
    }  # fmt: skip
    table = pd.DataFrame(
        [(name, *each) for name, each in rows.items()], columns=["measure", "value", "goal"]
    )
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(TARGET, sep="\t", index=False, float_format="%.4g")
    print(table.to_string(index=False, float_format="%.4g", na_rep=""))
    print(*differing[:20], sep="\n")
    return int(bool(differing))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--experiments", type=int, default=30)
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    sys.exit(main(options.experiments, options.whole))
