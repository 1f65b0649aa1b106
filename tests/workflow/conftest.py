"""Real runs of the workflow in folders of their own."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def snakemake(folder, config, *options):
    """Run the workflow on a configuration (dict) in a folder; output and errors as one text."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(config))
    command = [
        sys.executable, "-m", "snakemake", "--snakefile", ROOT / "Snakefile",
        "--workflow-profile", ROOT / "profiles/default", "--directory", folder,
        "--configfile", file, *options,
    ]  # fmt: skip
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder
    )


@pytest.fixture(scope="session")
def small_config():
    """Configuration with every rule in it; a new copy for each use would change it."""
    return yaml.safe_load((Path(__file__).parent / "small.yaml").read_text())


@pytest.fixture(scope="session")
def small_run(tmp_path_factory, small_config):
    """Folder of a complete run."""
    folder = tmp_path_factory.mktemp("small")
    done = snakemake(folder, small_config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    return folder
