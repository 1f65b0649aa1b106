"""What a user brings is checked before any job, and what is left out is read from it."""

import json
import zipfile
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
import yaml
from configuration import ConfigurationError, complete
from expansion import expand_experiments
from own_configuration import own_settings

CONFIG = Path(__file__).parents[3] / "config"
SCHEMA = yaml.safe_load((CONFIG / "schema.yaml").read_text())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Working directory with activations, a model, images and tables."""
    monkeypatch.chdir(tmp_path)
    arrays = {"activations/fc": np.zeros((3, 4)), "activations/conv.1": np.zeros((3, 4))}
    np.savez("own.npz", labels=np.arange(3), **arrays, **{"attributes/sex": np.arange(3)})
    layers = [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [None, 8, 6, 1]}},
        {"class_name": "Rescaling", "config": {"name": "scaling"}},
        {"class_name": "Dense", "config": {"name": "dense"}},
    ]
    with zipfile.ZipFile("my.keras", "w") as archive:
        archive.writestr("config.json", json.dumps({"config": {"layers": layers}}))
    Path("images/cat").mkdir(parents=True)
    Path("images.csv").write_text("file,label,age\na.png,cat,3\n")
    Path("numbers.csv").write_text("width,outcome,sex\n1.5,yes,F\n")
    return tmp_path


@pytest.fixture
def config():
    return {
        "datasets": {
            "folders": {"source": "folder", "path": "images"},
            "files": {"source": "image_table", "path": "images.csv"},
            "numbers": {"source": "table", "path": "numbers.csv", "label": "outcome"},
        },
        "models": {
            "mine": {"path": "my.keras"},
            "mlp": {"dataset": "numbers", "architecture": "mlp"},
        },
        "experiments": {
            "arrays": {"kind": "own", "activations": "own.npz", "figures": ["map_grid"]},
            "pictures": {
                "kind": "own", "model": "mine", "dataset": "folders", "layers": ["dense"],
                "figures": ["map_grid"],
            },
            "tabular": {
                "kind": "own", "model": "mlp", "dataset": "numbers", "figures": ["map_grid"]
            },
        },
    }  # fmt: skip


def faults_of(config):
    with pytest.raises(ConfigurationError) as error:
        complete(config, SCHEMA)
    return str(error.value)


def test_what_is_left_out_is_read_from_the_files(folder, config):
    config["experiments"]["pictures"]["dataset"] = "files"
    del config["datasets"]["folders"]
    settings = complete(config, SCHEMA)
    maps = expand_experiments(settings)[2]
    assert maps["arrays"]["layers"] == ["fc", "conv.1"]
    assert maps["tabular"]["layers"] == ["hidden"]
    assert maps["arrays"]["methods"] == ["UMAP_PSO"]
    files = own_settings(settings, "files")
    assert (files["image_size"], files["channels"], files["scale"]) == ([8, 6], 1, 1.0)
    assert files["test_share"] == 1.0
    numbers = own_settings(settings, "numbers")
    assert (numbers["scale"], numbers["test_share"]) == (None, 0.25)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("experiments.arrays.activations", "nowhere.npz", "nowhere.npz does not exist"),
        ("experiments.arrays.activations", "images.csv", "images.csv is no .npz file"),
        ("experiments.arrays.layers", ["fcc"], "has no layer 'fcc' (did you mean 'fc'?)"),
        ("experiments.arrays.groups", {"by": "attribute", "attributes": ["sexx"]}, "mean 'sex'?"),
        ("experiments.arrays.groups", {"by": "attribute"}, "belong together"),
        ("experiments.arrays.layers", [".."], "has no layer '..'"),
        ("experiments.arrays.figures", ["quality"], "too few for the figure 'quality'"),
        ("experiments.tabular.figures", ["layers"], "'layers' needs two layers or more"),
        ("experiments.arrays.model", "mine", "name either `activations`, or"),
        ("experiments.pictures.layers", ["dens"], "has no layer 'dens' (did you mean 'dense'?)"),
        ("experiments.pictures.dataset", "folder", "'folder' is not defined"),
        ("datasets.folders.image_size", [9, 6], "have the shape (9, 6, 1), but the model 'mine'"),
        ("datasets.folders.path", "pictures", "there is no folder 'pictures'"),
        ("datasets.numbers.label", "result", "no attribute or column 'result'"),
        ("datasets.numbers.channels", 3, "a table of numbers has no images"),
        ("models.mine.path", "images.csv", "images.csv is no .keras file"),
        ("models.mlp.architecture", "cnn", "a cnn needs images"),
    ],
)
def test_faults_are_named_before_any_job(folder, config, path, value, words):
    *parents, key = path.split(".")
    part = config
    for each in parents:
        part = part[each]
    part[key] = value
    assert words in faults_of(config)


def test_misspelt_attributes_are_answered_with_those_there(folder, config):
    Path("stored").mkdir()
    np.save("stored/fc.npy", np.zeros((3, 4)))
    Path("stored/inputs.csv").write_text("label,sex,age\n")
    config["datasets"]["numbers"]["attributes"] = ["sex"]
    config["datasets"]["listed"] = {"source": "image_table", "path": "images.csv"}
    config["experiments"]["arrays"]["activations"] = "stored"
    config["experiments"]["pictures"]["dataset"] = "listed"
    for experiment in config["experiments"].values():
        experiment["groups"] = {"by": "attribute", "attributes": ["agee"]}
    text = faults_of(config)
    assert (
        "experiments.arrays: there is no attribute or column 'agee' (did you mean 'age'?)" in text
    )
    assert "experiments.pictures: there is no attribute or column 'agee' (did you mean" in text
    assert "there are: file, label, age" in text
    assert "experiments.tabular: there is no attribute or column 'agee'; there are: sex" in text
    config["experiments"]["arrays"]["figures"] = ["dissimilarities"]
    assert "'dissimilarities' needs two layers or more" in faults_of(config)
    Path("stored/inputs.csv").unlink()
    assert "the table 'stored/inputs.csv' of the inputs is missing" in faults_of(config)


def test_own_things_need_their_own_kind(folder, config):
    for model, dataset in (("mine", "folders"), ("mlp", "numbers")):
        wrong = deepcopy(config)
        wrong["experiments"] = {"a": {"model": model, "dataset": dataset, "methods": ["PCA"],
                                      "figures": ["map_grid"]}}  # fmt: skip
        assert "use `kind: own`" in faults_of(wrong)


def test_the_template_is_valid(folder):
    complete(yaml.safe_load((CONFIG / "template.yaml").read_text()), SCHEMA)
