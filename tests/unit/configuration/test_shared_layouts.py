"""Layers that share their layouts, of one experiment or of several."""

import pytest

from rules.configuration.expansion import parts_of_experiments, parts_of_models


@pytest.fixture
def config():
    maps = {"figures": ["map_grid"]}
    return {
        "datasets": {"digits": {"source": "digits"}},
        "models": {
            "mlp": {"dataset": "digits", "architecture": "mlp"},
            "cnn": {"dataset": "digits", "architecture": "cnn"},
        },
        "experiments": {
            "dense": {"model": "mlp", **maps},
            "maps": {"model": "cnn", "layers": ["conv_1", "conv_2"], **maps},
            "both": {"kind": "models", "experiments": {"MLP": "dense", "CNN": "maps"}},
        },
    }


def test_layers_of_several_experiments_become_one_part(config, completed):
    full = completed(config)
    (part,) = parts_of_models(full, parts_of_experiments(full)).values()
    assert part["naps_of"] == {
        "MLP-hidden": ("dense", "hidden"),
        "CNN-conv_1": ("maps", "conv_1"),
        "CNN-conv_2": ("maps", "conv_2"),
    }
    assert part["methods"] == ["sorted"]
    assert part["figures"] == ["models"]


@pytest.mark.parametrize(
    ("experiment", "changes", "sentence"),
    [
        ("maps", {"shared": "layers", "methods": ["UMAP_PSO"]}, "write `methods: [sorted]`"),
        ("dense", {"shared": "layers"}, "experiments.dense.shared: there is one layer alone"),
        ("maps", {"shared": "all"}, "'all' is unknown; allowed: layers"),
        ("both", {"experiments": {"a": "dense", "b": "mapps"}}, "'mapps' is not defined"),
        ("dense", {"groups": ["class", "prediction"]}, "'dense' has several groupings"),
    ],
)
def test_faults_are_named(config, experiment, changes, sentence, faults_of):
    config["experiments"][experiment] |= changes
    assert sentence in faults_of(config)
