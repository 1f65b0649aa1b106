"""Configurations of HHAI's experiments: accepted, expanded, or refused in sentences."""

from pathlib import Path

import pytest
import yaml
from configuration import ConfigurationError, complete
from expansion import expand_experiments, experiments_of_kind, scored_experiments

ROOT = Path(__file__).parents[3]
SCHEMA = yaml.safe_load((ROOT / "config/schema.yaml").read_text())


@pytest.fixture
def config():
    """The small configuration with all experiments of HHAI."""
    return yaml.safe_load((ROOT / "tests/workflow/hhai.yaml").read_text())


def test_experiments_override_the_common_layouts(config):
    _, profiled, _, _ = expand_experiments(complete(config, SCHEMA))
    assert profiled["quality"]["layouts"]["distances"] is False
    assert profiled["quality_published"]["layouts"]["distances"] is True
    assert profiled["quality_published"]["layouts"]["random_swarm"] is False
    assert profiled["quality_published"]["layouts"]["n_steps"] == 50


def test_the_published_code_is_an_overlay(config):
    overlay = yaml.safe_load((ROOT / "config/published_code.yaml").read_text())
    assert "experiments" not in overlay
    config["layouts"] |= overlay["layouts"]
    config["training"] = overlay["training"]
    full = complete(config, SCHEMA)
    _, profiled, _, _ = expand_experiments(full)
    assert full["training"]["l2"] == 0.001
    assert all(each["layouts"]["distances"] for each in profiled.values())
    assert all(each["layouts"]["feature_maps"] == "means" for each in profiled.values())


def test_compared_experiments_are_scored_without_figures_of_their_own(config):
    full = complete(config, SCHEMA)
    assert {"quality", "quality_published", "averaging_naps"} <= set(scored_experiments(full))
    assert "methods" not in scored_experiments(full)
    assert set(experiments_of_kind(full, "comparison")) == {"equations_and_code", "averaging"}


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
        ("confusion", {"groups": {"by": "class"}}, ["'confusion'", "'class'", "groups.by"]),
        ("training", {"model": "altered_mlp"}, ["'altered_mlp'", "checkpoints"]),
        ("training", {"trials": 2}, ["experiments.training", "one trial"]),
        ("training", {"figures": []}, ["experiments.training.figures", "no figure"]),
        ("methods", {"features": "distances"}, ["'distances'", "naps, balanced, random"]),
        ("quality", {"layouts": {"n_step": 5}}, ["experiments.quality.layouts", "'n_steps'"]),
        ("quality", {"suspects": "both"}, ["'both'", "test, train"]),
    ],
)
def test_faults_are_named(config, experiment, value, words):
    config["experiments"][experiment].update(value)
    with pytest.raises(ConfigurationError) as error:
        complete(config, SCHEMA)
    assert [word for word in words if word not in str(error.value)] == []
