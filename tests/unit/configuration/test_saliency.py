"""Activations weighted by gradients in a configuration: what follows for jobs, what is refused."""

import pytest

from rules.configuration.datasets import datasets_of
from rules.configuration.expansion import analyses_of
from rules.configuration.extraction import extraction_for
from rules.configuration.models import models_of
from rules.configuration.saliency import extraction_kind


@pytest.fixture
def config(folder):
    """A network trained here, and an experiment of its gradients."""
    experiment = {"model": "m", "features": "saliency", "figures": ["map_grid"]}
    return {
        "datasets": {"d": {"source": "digits"}},
        "models": {"m": {"architecture": "cnn", "dataset": "d", "epochs": 1}},
        "experiments": {"x": experiment, "plain": {"model": "m", "figures": ["map_grid"]}},
    }


def test_an_experiment_of_saliency_has_an_extraction_of_its_own(config, completed):
    full = completed(config)
    analyses = analyses_of(full)
    assert analyses["x"].source.path == "results/saliency/predicted/m/d"
    assert analyses["plain"].source.path == "results/activations/m/d"
    assert analyses["x"].features_source is None
    assert analyses["x"].profile("conv_2")["features"] == "naps"
    known = (models_of(full), datasets_of(full), analyses)
    extraction = extraction_for(*known, "saliency/predicted", "m", "d")
    assert extraction.settings["saliency"] == {"output": "predicted", "scale": "score"}
    assert [*extraction.layers["conv_2"]["sums"]] == ["x"]
    plain = extraction_for(*known, "activations", "m", "d")
    assert "saliency" not in plain.settings
    assert [*plain.layers["conv_2"]["sums"]] == ["plain"]


def test_colours_of_activations_on_a_layout_of_saliency(config, completed, kept_layers):
    config["experiments"]["x"] |= {"colors": "activations", "saliency": {"output": 3}}
    full = completed(config)
    analysis = analyses_of(full)["x"]
    assert analysis.source.path == "results/activations/m/d"
    assert analysis.profile_files("conv_2") == [
        "results/activations/m/d", "results/saliency/3/m/d",
    ]  # fmt: skip
    assert analysis.profile("conv_2")["features_path"] == "results/saliency/3/m/d"
    assert {*kept_layers(full, "activations", "m", "d")["conv_2"]["sums"]} == {"x", "plain"}
    assert [*kept_layers(full, "saliency/3", "m", "d")["conv_2"]["sums"]] == ["x"]


def test_other_outputs_have_folders_of_other_names():
    outputs = ["a b", "a_b", "a_20_b", "ab", "AB", 3]
    kinds = {extraction_kind({"output": each, "scale": "score"}) for each in outputs}
    assert len(kinds) == len(outputs)
    assert extraction_kind({"output": 3, "scale": "probability"}) == "saliency/3_probability"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups": "checkpoint"}, "x.features: saliency: groups by `checkpoint`"),
        ({"saliency": {"output": "eleven"}}, "x.saliency.output: the model has no class 'eleven'"),
        ({"colors": "activations", "regions": {"split": "half"}}, "let `features` and `colors` be"),
        (
            {"colors": "saliency", "features": "naps", "suspects": "train",
             "figures": ["suspicious_inputs"]},
            "x.colors: saliency: `suspects: train` judges by activations",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(config, errors_of, changes, said):
    config["models"]["m"] |= {"checkpoints": [1, 2], "folds": 3}
    config["experiments"]["x"] |= changes
    assert said in errors_of(config)


def test_activations_from_elsewhere_have_no_gradients(config, errors_of):
    config["experiments"]["x"] = {"activations": "own.npz", "features": "saliency"}
    assert "x.features: saliency needs gradients, and activations" in errors_of(config)


def test_formats_without_gradients_are_refused(config, errors_of, monkeypatch, tmp_path):
    import keras
    from onnx_conversion import to_onnx

    given = keras.Input((8, 8, 1))
    layers = keras.layers
    scores = layers.Dense(10, name="scores")(layers.Flatten(name="flat")(given))
    to_onnx(keras.Model(given, scores), "m.onnx")
    config["models"]["m"] = {"path": "m.onnx"}
    config["experiments"] = {
        "x": {"model": "m", "dataset": "d", "layers": ["scores"], "features": "saliency",
              "figures": ["map_grid"]}
    }  # fmt: skip
    assert "x.features: saliency: the model 'm' gives no gradients" in errors_of(config)
