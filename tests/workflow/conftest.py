"""Real runs of the workflow in folders of their own."""

from pathlib import Path

import pytest
import yaml
from running import snakemake


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
