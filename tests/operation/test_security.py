"""Files from elsewhere cannot make the workflow run code or write outside of its folders.

Archives are tested in tests/unit/data, files of models in tests/unit/models.
"""

import os
import pickle

import group_inputs
import numpy as np
import pytest
import yaml
from topomaps.common.files import load_arrays

from rules.configuration.complete import ConfigurationError, complete
from tests.running import ROOT, snakemake

SCHEMA = yaml.safe_load((ROOT / "config/schema.yaml").read_text())


class Trap:
    """Creates a file when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.fixture
def sprung(tmp_path):
    """A path that comes into being if hostile code runs."""
    return tmp_path / "sprung"


def test_the_trap_works(sprung):
    pickle.loads(pickle.dumps(Trap(sprung)))
    assert sprung.exists()


def test_pickles_in_npz_files_are_refused(tmp_path, sprung):
    np.savez(tmp_path / "hostile.npz", a=np.array([Trap(sprung)], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_arrays(tmp_path / "hostile.npz")
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ValueError, match="contains pickled"):
        load_arrays(tmp_path / "pickle.npz")
    assert not sprung.exists()


def test_pickled_activations_are_refused(tmp_path, sprung):
    hostile = {"activations/units": np.ones((9, 9)), "labels": np.array([Trap(sprung)] * 9)}
    np.savez(tmp_path / "hostile.npz", **hostile)
    with pytest.raises(ValueError, match="Python objects"):
        group_inputs.main(
            activations=tmp_path / "hostile.npz", groups=tmp_path / "groups.npz",
            outcomes=tmp_path / "outcomes.tsv", layers=["units"], tokens=None, by=["class"],
            only=None, min_size=1, nuisance=[],
        )  # fmt: skip
    assert not sprung.exists()


def test_tags_in_configurations_are_refused(tmp_path, sprung):
    hostile = tmp_path / "hostile.yaml"
    hostile.write_text(f"seed: !!python/object/apply:os.mkdir ['{sprung}']\n")
    with pytest.raises(yaml.constructor.ConstructorError, match="could not determine"):
        yaml.safe_load(hostile.read_text())  # nothing but the tag is wrong with it
    config = yaml.safe_load((ROOT / "config/quickstart.yaml").read_text())
    done = snakemake(tmp_path / "run", config, "--dry-run", "--configfile", hostile)
    assert done.returncode != 0
    assert "Config file is not valid" in done.stdout
    assert not sprung.exists()


@pytest.mark.parametrize("name", ["../outside", "a/b", "$(touch sprung)", "a b"])
def test_names_that_are_no_file_names_are_refused(tmp_path, name):
    config = yaml.safe_load((ROOT / "config/quickstart.yaml").read_text())
    config["experiments"] = {name: next(iter(config["experiments"].values()))}
    done = snakemake(tmp_path / "run", config, "--dry-run")
    assert done.returncode == 1
    assert "is not allowed" in done.stdout


@pytest.mark.parametrize("layer", ["..", ".", "/"])
def test_layers_that_are_no_file_names_are_refused(tmp_path, layer):
    arrays = {f"activations/{layer}": np.zeros((9, 9)), "labels": np.repeat(["a", "b", "c"], 3)}
    np.savez(tmp_path / "own.npz", **arrays)
    own = {"activations": str(tmp_path / "own.npz"), "figures": ["map_grid"]}
    with pytest.raises(ConfigurationError, match="no file can be named after it"):
        complete({"experiments": {"mine": own}}, SCHEMA)
