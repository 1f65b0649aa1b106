"""Layers that share their layouts, of one experiment or of several."""

import pytest

from rules.configuration.expansion import analyses_of


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


def test_layers_of_several_experiments_become_one_analysis(config, completed):
    both = analyses_of(completed(config))["both"]
    owners = {layer: both.owner(layer) for layer in both.layers}
    assert {layer: (each.name, own) for layer, (each, own) in owners.items()} == {
        "MLP-hidden": ("dense", "hidden"),
        "CNN-conv_1": ("maps", "conv_1"),
        "CNN-conv_2": ("maps", "conv_2"),
    }
    assert both.naps("CNN-conv_1") == "results/naps/maps/conv_1/layout/0-0.npz"
    assert both.methods == ["sorted"]
    assert both.figures == ["models"]


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
def test_faults_are_named(config, experiment, changes, sentence, errors_of):
    config["experiments"][experiment] |= changes
    assert sentence in errors_of(config)
