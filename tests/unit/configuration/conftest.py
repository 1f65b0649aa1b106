from pathlib import Path

import numpy as np
import pytest
import yaml

from rules.configuration import facts, people
from rules.configuration.complete import ConfigurationError, complete
from scripts.topomaps.activations.text_arrays import text_counts

CONFIG = Path(__file__).parents[3] / "config"
SCHEMA = yaml.safe_load((CONFIG / "schema.yaml").read_text())


@pytest.fixture
def forget_tables():
    """Function that forgets the tables read so far, as each run of the workflow does."""

    def forget():
        facts._counts.cache_clear()
        text_counts.cache_clear()
        people.folders_in_archive.cache_clear()

    return forget


@pytest.fixture
def completed():
    """Function that completes a configuration by the schema."""
    return lambda config: complete(config, SCHEMA)


@pytest.fixture
def faults_of():
    """Function that gives the text of all faults of a configuration."""

    def faults(config):
        with pytest.raises(ConfigurationError) as error:
            complete(config, SCHEMA)
        return str(error.value)

    return faults


@pytest.fixture
def folder(tmp_path, monkeypatch, forget_tables):
    """Working directory with a user's activations, images and tables."""
    monkeypatch.chdir(tmp_path)
    forget_tables()
    arrays = {"activations/fc": np.zeros((3, 4)), "activations/conv.1": np.zeros((3, 4))}
    np.savez("own.npz", labels=np.arange(3), **arrays, **{"attributes/sex": np.arange(3)})
    Path("images/cat").mkdir(parents=True)
    Path("images/owl").mkdir()
    Path("images.csv").write_text("file,label,age\na.png,cat,3\nb.png,owl,4\n")
    Path("numbers.csv").write_text("width,outcome,sex\n1.5,yes,F\n2.5,no,M\n")
    return tmp_path
