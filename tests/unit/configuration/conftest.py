from pathlib import Path

import numpy as np
import pytest
import yaml

from rules.configuration import facts, people
from rules.configuration.datasets import datasets_of
from rules.configuration.expansion import analyses_of
from rules.configuration.extraction import extraction_for
from rules.configuration.models import models_of
from rules.configuration.validate_config import ConfigurationError, validate_config
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
    return lambda config: validate_config(config, SCHEMA)


@pytest.fixture
def kept_layers():
    """Function that gives what an extraction of a completed configuration keeps of each layer."""

    def kept(config, *extraction):
        known = (models_of(config), datasets_of(config), analyses_of(config))
        return extraction_for(*known, *extraction).layers

    return kept


@pytest.fixture
def errors_of():
    """Function that gives the text of all errors of a configuration."""

    def errors(config):
        with pytest.raises(ConfigurationError) as error:
            validate_config(config, SCHEMA)
        return str(error.value)

    return errors


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
