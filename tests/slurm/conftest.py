"""A SLURM of one node, and what it knows of its jobs."""

import subprocess
from pathlib import Path

import pytest

CLUSTER = Path(__file__).parent / "cluster.sh"


@pytest.fixture(scope="session", autouse=True)
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    subprocess.run([CLUSTER, "start", folder], check=True)
    yield
    subprocess.run([CLUSTER, "stop", folder], check=True)


@pytest.fixture
def new_jobs():
    """Function that gives the jobs submitted since the test began, as dictionaries."""
    known = {job["JobId"] for job in slurm_jobs()}
    return lambda: [job for job in slurm_jobs() if job["JobId"] not in known]


def slurm_jobs():
    """Jobs as SLURM remembers them, in the order of their submission."""
    done = subprocess.run(
        ["scontrol", "--oneliner", "show", "jobs"], capture_output=True, text=True, check=True
    )
    jobs = [
        dict(pair.split("=", 1) for pair in line.split() if "=" in pair)
        for line in done.stdout.splitlines()
        if line.startswith("JobId=")
    ]
    return sorted(jobs, key=lambda job: int(job["JobId"]))
