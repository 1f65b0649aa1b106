"""Files from elsewhere cannot make the workflow run code or write outside of its folders.

Archives are tested in tests/unit/test_integrity.py and test_image_archives.py.
"""

import os
import pickle

import compute_naps
import extract_activations
import numpy as np
import pytest
import yaml
from configuration import ConfigurationError, complete
from topomaps.common.files import load_arrays

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
    np.save(tmp_path / "hostile.npy", np.array([Trap(sprung)], dtype=object))
    with pytest.raises(ValueError, match="Python objects"):
        compute_naps.main(
            activations=tmp_path / "hostile.npy", examples=tmp_path / "none.npz",
            naps=tmp_path / "naps.npz", experiment="e", condition="layout", first=0, last=0,
            by="class", classes=None, examples_per_group=1, seed=0, features="naps",
            feature_maps="all", stacked_examples=10, balanced_correct_only=False,
        )  # fmt: skip
    assert not sprung.exists()


def test_code_in_keras_files_is_refused(tmp_path, sprung):
    import keras

    trap = eval(f"lambda x: [__import__('os').mkdir({str(sprung)!r}), x][1]")
    inputs = keras.Input((2,))
    layer = keras.layers.Lambda(trap, output_shape=(2,))
    keras.Model(inputs, layer(inputs)).save(tmp_path / "hostile.keras")
    if sprung.exists():  # building the model ran the trap
        sprung.rmdir()
    np.savez(tmp_path / "data.npz", test_inputs=np.zeros((1, 2)), scale=1.0)
    with pytest.raises(ValueError, match="cannot be loaded safely"):
        extract_activations.main(
            dataset=tmp_path / "data.npz", model=tmp_path / "hostile.keras",
            activations=tmp_path / "a.npy", examples=tmp_path / "e.npz", layer="lambda",
            tensorflow_threads=2,
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


@pytest.mark.parametrize("layer", ["..", ".", "-layer", "a/b"])
def test_layers_that_are_no_file_names_are_refused(tmp_path, layer):
    np.savez(tmp_path / "own.npz", **{f"activations/{layer}": np.zeros((9, 9))})
    own = {"kind": "own", "activations": str(tmp_path / "own.npz"), "figures": ["map_grid"]}
    with pytest.raises(ConfigurationError, match="would become part of a file name"):
        complete({"experiments": {"mine": own}}, SCHEMA)
