"""Runs of the workflow as a user starts them, in processes of their own."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def command(folder, config, *options, root=ROOT, profile="default"):
    """Command that runs the workflow of a checkout on a configuration (dict) in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(config, sort_keys=False))
    return [
        sys.executable, "-m", "snakemake", "--snakefile", root / "Snakefile",
        "--workflow-profile", root / "profiles" / profile, "--directory", folder,
        "--configfile", file, *options,
    ]  # fmt: skip


def snakemake(folder, config, *options, env=None, **place):
    """Run the workflow; the completed process has output and errors as one text."""
    return subprocess.run(
        command(folder, config, *options, **place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=env,
    )


def planned(folder, config, *targets, **place):
    """Number of jobs of each rule that a run would start, `all` left out."""
    done = snakemake(folder, config, "--dry-run", "--cores", "1", *targets, **place)
    assert done.returncode == 0, done.stdout
    table = re.search(r"^job +count\n-[- ]+\n(.*?)^total ", done.stdout, re.M | re.S)
    if table is None:
        assert "Nothing to be done" in done.stdout, done.stdout
        return {}
    jobs = {rule: int(n) for rule, n in map(str.split, table.group(1).splitlines())}
    return {rule: n for rule, n in jobs.items() if rule != "all"}


def planned_jobs(folder, config, *targets, **place):
    """Rule and files (input, output) of each job that a run would start."""
    done = snakemake(folder, config, "--dry-run", "--cores", "1", *targets, **place)
    assert done.returncode == 0, done.stdout
    jobs = []
    for line in done.stdout.splitlines():
        if found := re.match(r"\s*(?:local)?rule (\w+):$", line):
            jobs.append({"rule": found[1], "input": [], "output": []})
        elif found := re.match(r"\s+(input|output): (.*)$", line):
            jobs[-1][found[1]] = found[2].split(", ")
    return jobs
