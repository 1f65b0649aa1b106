"""The examples of the documentation run on the data that they make."""

import subprocess
import sys

import numpy as np
import pytest
import yaml
from running import ROOT, planned, snakemake
from topomaps.files import load_arrays, load_table
from topomaps.layer_lists import stored_layers

EXAMPLES = ROOT / "examples"


def prepared(folder, name):
    """Make an example's data in a folder; its configuration, with a quick method.

    PCA would place the neurons on a line where there are two groups.
    """
    subprocess.run([sys.executable, EXAMPLES / name / "make_data.py"], cwd=folder, check=True)
    config = yaml.safe_load((EXAMPLES / name / "config.yaml").read_text())
    for experiment in config["experiments"].values():
        experiment |= {"methods": ["random"], "permutations": 99, "resamples": 100}
    return config


def test_activations(tmp_path):
    config = prepared(tmp_path, "activations")
    config["experiments"]["digits"]["methods"] = ["PCA_PSO"]  # a random layout has no regions
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    figures = tmp_path / "results/figures"
    for name in (
        "digits/layers_PCA_PSO", "digits/dissimilarities", "digits/first/PCA_PSO/regions",
        "ink_of_digits/separation",
    ):  # fmt: skip
        assert (figures / f"{name}.png").stat().st_size > 10_000
    assert load_table(tmp_path / "results/tests/digits_separation.tsv")["p"].max() <= 0.01
    maps = load_arrays(tmp_path / "results/maps/ink_of_digits/second/random.npz")
    assert maps["groups"].tolist() == ["heavy", "light"]
    weighted = maps["counts"] @ maps["naps"]
    np.testing.assert_allclose(weighted, 0, atol=1e-4 * maps["counts"].sum())


@pytest.mark.parametrize("name", ["images", "table"])
def test_networks_on_own_data(tmp_path, name):
    config = prepared(tmp_path, name)
    for experiment in config["experiments"].values():
        experiment["figures"] = ["map_grid"]
    done = snakemake(tmp_path, config, "--cores", "2")
    assert done.returncode == 0, done.stdout
    assert planned(tmp_path, config) == {}
    for path in (tmp_path / "results/maps").rglob("*.npz"):
        assert np.isfinite(load_arrays(path)["naps"]).all()


def test_layers_are_listed(tmp_path):
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(12, name="hidden")])
    model.save(tmp_path / "my.keras")
    done = snakemake(tmp_path, {"experiments": {"a": {"kind": "drawn"}}}, "--cores", "1",
                     "list_layers", "--config", "keras_file=my.keras")  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "yes, 12 units" in done.stdout


def test_pytorch(tmp_path):
    pytest.importorskip("torch")
    subprocess.run([sys.executable, EXAMPLES / "export_pytorch.py"], cwd=tmp_path, check=True)
    assert stored_layers(tmp_path / "own.npz") == ["1", "4"]
    config = {
        "experiments": {
            "torch": {
                "kind": "own", "activations": "own.npz", "methods": ["PCA"], "figures": ["map_grid"]
            }
        }
    }  # fmt: skip
    done = snakemake(tmp_path, config, "--cores", "1")
    assert done.returncode == 0, done.stdout
