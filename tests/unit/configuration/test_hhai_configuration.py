"""Configurations of HHAI's experiments: accepted, expanded, or refused in sentences."""

from pathlib import Path

import pytest
import yaml

from rules.configuration.expansion import (
    analyses_of,
    compared_experiments,
    experiments_of_kind,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
def config():
    """The small configuration with all experiments of HHAI."""
    return yaml.safe_load((ROOT / "tests/workflow/hhai.yaml").read_text())


def test_experiments_override_the_common_layouts(config, completed):
    analyses = analyses_of(completed(config))
    assert analyses["quality"].layouts["distances"] is False
    assert analyses["quality_published"].layouts["distances"] is True
    assert analyses["quality_published"].layouts["random_swarm"] is False
    assert analyses["quality_published"].layouts["n_steps"] == 50


def test_the_published_code_is_an_overlay(config, completed):
    overlay = yaml.safe_load((ROOT / "config/published_code.yaml").read_text())
    assert "experiments" not in overlay
    config["layouts"] |= overlay["layouts"]
    config["training"] = overlay["training"]
    full = completed(config)
    analyses = analyses_of(full)
    assert full["training"]["l2"] == 0.001
    assert all(each.layouts["distances"] for each in analyses.values())
    assert all(each.layouts["feature_maps"] == "means" for each in analyses.values())


def test_the_overlay_of_the_published_code_draws_people(completed):
    overlay = yaml.safe_load((ROOT / "config/published_code.yaml").read_text())
    full = yaml.safe_load((ROOT / "config/config.yaml").read_text())
    analyses = analyses_of(completed({**full, "images": overlay["images"]}))
    assert analyses["bias_variables_race"].grouping.examples_per_group == 150
    assert analyses["confusion"].grouping.examples_per_group == 200
    analyses = analyses_of(completed(full))
    assert analyses["bias_variables_race"].grouping.examples_per_group is None


def test_compared_experiments_are_scored_without_figures_of_their_own(config, completed):
    full = completed(config)
    assert {"quality", "quality_published", "averaging_naps"} <= compared_experiments(full)
    assert "methods" not in compared_experiments(full)
    assert set(experiments_of_kind(full, "comparison")) == {"equations_and_code", "averaging"}


def test_an_extraction_keeps_what_the_figures_need(completed, kept_layers):
    full = completed(yaml.safe_load((ROOT / "config/config.yaml").read_text()))
    units = kept_layers(full, "activations", "mnist_mlp", "mnist")
    assert units == {"hidden": {"name": "hidden", "tokens": None, "values": False, "sums": {}}}
    (maps,) = kept_layers(full, "activations", "mnist_cnn", "mnist").values()
    assert maps["values"]
    faces = kept_layers(full, "activations", "vgg16", "fairface")
    assert len(faces) == 6
    assert not any(each["values"] for each in faces.values())
    assert set(faces["fc2"]["sums"]) == {
        f"bias_variables_{each}" for each in ("race", "gender", "age")
    }
    training = kept_layers(full, "checkpoints", "mnist_mlp", "mnist")
    assert list(training) == ["hidden"]


@pytest.mark.parametrize(
    ("experiment", "value", "words"),
    [
        ("averaging", {"experiments": {"a": "quality", "b": "qualty"}}, ["'qualty'", "'quality'"]),
        (
            "averaging",
            {"experiments": {"a": "quality", "b": "methods"}},
            ["'methods'", "2 or more"],
        ),
        ("architectures", {"models": ["mlpp"]}, ["'mlpp'", "did you mean 'mlp'"]),
        ("architectures", {"applications": ["VGG99"]}, ["'VGG99'", "VGG16"]),
        ("confusion", {"groups": "class"}, ["'confusion'", "needs groups by `confusion` alone"]),
        ("training", {"model": "altered_mlp"}, ["checkpoint", "key `checkpoints`"]),
        ("training", {"trials": 2}, ["experiments.training", "one trial"]),
        ("training", {"figures": ["tests"]}, ["'tests' needs groups of different inputs"]),
        ("training", {"figures": []}, ["experiments.training.figures", "no figure"]),
        ("methods", {"features": "distances"}, ["'distances'", "naps, saliency, balanced, random"]),
        ("quality", {"layouts": {"n_step": 5}}, ["experiments.quality.layouts", "'n_steps'"]),
        ("quality", {"suspects": "both"}, ["'both'", "test, train"]),
    ],
)
def test_faults_are_named(config, experiment, value, words, errors_of):
    config["experiments"][experiment].update(value)
    text = errors_of(config)
    assert [word for word in words if word not in text] == []
