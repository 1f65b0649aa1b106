"""The configuration is refused in sentences, before any job, or completed."""

from pathlib import Path

import pytest
import yaml
from topomaps.layouts.methods import METHODS

from rules.configuration.expansion import analyses_of
from rules.configuration.models import models_to_train

CONFIG = Path(__file__).parents[3] / "config"
SCHEMA = yaml.safe_load((CONFIG / "schema.yaml").read_text())


@pytest.fixture
def config():
    """A small valid configuration."""
    return {
        "datasets": {"digits": {"source": "digits"}},
        "models": {"mlp": {"dataset": "digits", "architecture": "mlp"}},
        "experiments": {
            "maps": {"model": "mlp", "methods": ["PCA", "random"], "figures": ["map_grid"]},
            "times": {
                "kind": "runtime",
                "dataset": "digits",
                "widths": [8, 16],
                "repetitions": 2,
                "methods": ["PCA"],
            },
        },
    }


@pytest.mark.parametrize("name", ["config", "quickstart", "mnist_short", "mobilenet"])
def test_configurations_of_the_repository_are_accepted(name, completed):
    completed(yaml.safe_load((CONFIG / f"{name}.yaml").read_text()))


def test_the_template_is_valid(folder, completed):
    completed(yaml.safe_load((CONFIG / "template.yaml").read_text()))


def test_every_key_of_the_schema_is_described():
    def keys(schema, name=""):
        for key, part in schema.get("properties", {}).items():
            yield f"{name}.{key}", part
            yield from keys(part, f"{name}.{key}")
        for key, part in schema.get("$defs", {}).items():
            yield from keys(part, key)

    undescribed = [
        k for k, part in keys(SCHEMA) if "description" not in part and "$ref" not in part
    ]
    assert undescribed == []


def test_schema_and_library_name_the_same_methods():
    assert set(SCHEMA["$defs"]["methods"]["items"]["enum"]) == set(METHODS)


def test_defaults_are_filled_in_without_touching_the_input(config, completed):
    full = completed(config)
    assert full["layouts"]["n_steps"] == 1000
    assert full["experiments"]["maps"]["groups"] == "class"
    assert full["experiments"]["times"]["epochs"] == 1
    assert "layouts" not in config
    assert "groups" not in config["experiments"]["maps"]
    full["scores"]["blur_radii"].append(99)
    assert 99 not in completed(config)["scores"]["blur_radii"]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((), {"sead": 1}, ["sead", "did you mean 'seed'", "mirror"]),
        (("experiments", "maps"), {"trails": 3}, ["experiments.maps", "'trails'", "'trials'"]),
        (("experiments", "maps"), {"methods": ["UMAPPSO"]}, ["'UMAPPSO'", "UMAP_PSO", "allowed"]),
        (("experiments", "maps"), {"layers": ["hiden"]}, ["'hiden'", "hidden", "flatten, hidden"]),
        (("experiments", "maps"), {"trials": 0}, ["experiments.maps.trials", "0", "at least 1"]),
        (("experiments", "maps"), {"trials": 10**11}, ["maps.trials", "at most 100000"]),
        (("experiments", "maps"), {"trials": 10**5}, ["2,000 jobs", "raise `trials_per_job`"]),
        (
            ("experiments", "maps"),
            {"groups": "colour"},
            ["no attribute 'colour'", "groups can be by: class, correctness, confusion"],
        ),
        (("experiments", "maps"), {"groups": []}, ["experiments.maps.groups", "length: 1"]),
        (("experiments", "maps"), {"groups": {"only": ["a"]}}, ["groups", "'by' is missing"]),
        (("experiments", "maps"), {"model": "cnn"}, ["experiments.maps.model", "'cnn'", "mlp"]),
        (("experiments", "maps"), {"dataset": "mnist"}, ["'mnist'", "digits"]),
        (("experiments", "maps"), {"figures": ["quality"]}, ["'quality' needs two `trials`"]),
        (("experiments", "maps"), {"figures": []}, ["no figure to make"]),
        (
            ("experiments", "maps"),
            {"figures": ["measures"], "conditions": ["naps"]},
            ["'measures' needs the condition `layout`", "add 'layout' to `conditions`"],
        ),
        (
            ("experiments",),
            {
                "many": {"model": "mlp", "groups": ["class", "prediction"]},
                "many_prediction": {"model": "mlp"},
            },
            ["experiments.many", "'many_prediction'", "the experiment 'many_prediction'"],
        ),
        (("experiments", "times"), {"repetitions": "two"}, ["repetitions", "'two'", "integer"]),
        (("experiments", "times"), {"widths": [2]}, ["widths", "2", "at least 4"]),
        (
            ("experiments", "times"),
            {"widths": [256, 64]},
            ["experiments.times.widths", "64 comes after 256", "increasing order"],
        ),
        (("experiments",), {"a b": {}}, ["'a b'"]),
        (("datasets", "digits"), {"source": "cifar"}, ["'cifar'", "digits, mnist"]),
        (
            ("datasets", "digits"),
            {"alter": {"split": "test", "from": 1, "to": 10, "fraction": 0.5}},
            ["alter.to", "10", "0 to 9"],
        ),
        (
            ("datasets", "digits"),
            {"alter": {"split": "test", "from": 1, "to": 1, "fraction": 0.5}},
            ["alter.to", "another"],
        ),
        (("models", "mlp"), {"width": 3}, ["models.mlp.width", "3", "at least 4"]),
        (("models", "mlp"), {"dataset": "digit"}, ["models.mlp.dataset", "'digit'", "digits"]),
        ((), {"maps": {"image_size": 250}}, ["image_size", "250", "multiple", "100"]),
        ((), {"scores": {"resize_sizes": [400, 10]}}, ["400", "300"]),
    ],
)
def test_faults_name_key_value_and_what_is_allowed(config, path, value, words, errors_of):
    part = config
    for key in path:
        part = part[key]
    part.update(value)
    message = errors_of(config)
    assert [word for word in words if word not in message] == []


ALL_KINDS = "maps, runtime, comparison, architectures, drawn, models"
ALL_SOURCES = "digits, mnist, fashion-mnist, fairface, folder, image_table, table, texts, sounds"


@pytest.mark.parametrize(
    ("section", "name", "entry", "error"),
    [
        (
            "experiments",
            "mine",
            {"kind": "map", "activations": "a.npz", "figures": ["regions"]},
            f"mine.kind: 'map' is unknown (did you mean 'maps'?); allowed: {ALL_KINDS}",
        ),
        (
            "datasets",
            "numbers",
            {"source": "tabel", "path": "a.csv"},
            f"numbers.source: 'tabel' is unknown (did you mean 'table'?); allowed: {ALL_SOURCES}",
        ),
    ],
)
def test_a_misspelt_kind_or_source_is_the_only_fault(
    config, section, name, entry, error, errors_of
):
    config[section][name] = entry
    assert errors_of(config).splitlines()[1:] == [f"  - {section}.{error}"]


def test_all_faults_are_told_at_once(config, errors_of):
    config["experiments"]["maps"]["methods"] = ["PCB", "UMAP_PSA"]
    config["experiments"]["maps"]["trials"] = 0
    assert errors_of(config).count("\n") == 3


def test_an_experiment_without_source_says_what_it_needs(config, errors_of):
    del config["experiments"]["maps"]["model"]
    assert "experiments.maps: name either `activations`, or `model`" in errors_of(config)


def test_experiments_become_models_and_analyses(config, completed):
    full = completed(config)
    models = models_to_train(full)
    assert set(models) == {"mlp"}  # those of runtimes are trained in a job of their own
    analyses = analyses_of(full)
    assert set(analyses) == {"maps"}
    assert analyses["maps"].layers == {"hidden": "hidden"}
    assert analyses["maps"].dataset.name == "digits"
