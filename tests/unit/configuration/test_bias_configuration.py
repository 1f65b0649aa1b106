"""Networks of keras.applications and experiments of kind `bias` are refused in sentences."""

from pathlib import Path

import pytest
import yaml
from bias_configuration import grouping_name, imagenet_file
from configuration import ConfigurationError, complete
from expansion import expand_experiments

CONFIG = Path(__file__).parents[3] / "config"
SCHEMA = yaml.safe_load((CONFIG / "schema.yaml").read_text())


@pytest.fixture
def config():
    return {
        "datasets": {"fairface": {"source": "fairface"}, "digits": {"source": "digits"}},
        "models": {
            "vgg16": {"application": "VGG16"},
            "mlp": {"dataset": "digits", "architecture": "mlp"},
        },
        "experiments": {
            "faces": {
                "kind": "bias",
                "model": "vgg16",
                "dataset": "fairface",
                "layers": ["block2_pool", "fc2"],
                "variables": ["race", ["race", "gender"]],
                "figures": ["tests"],
            },
            "drawn": {"kind": "drawn"},
        },
    }


@pytest.mark.parametrize("name", ["mobilenet"])
def test_configurations_of_the_repository_are_accepted(name):
    complete(yaml.safe_load((CONFIG / f"{name}.yaml").read_text()), SCHEMA)


def test_each_variable_becomes_an_experiment_with_maps(config):
    models, profiled, maps, _ = expand_experiments(complete(config, SCHEMA))
    assert list(models) == ["mlp"]
    assert list(profiled) == list(maps) == ["faces_race", "faces_race_gender"]
    assert maps["faces_race_gender"]["grouping"]["attributes"] == ["race", "gender"]
    assert maps["faces_race"]["methods"] == ["UMAP_PSO"]


def test_groupings_that_differ_have_names_that_differ(config):
    one = complete(config, SCHEMA)["experiments"]["faces"]
    changes = [{}, {"examples_per_group": 150}, {"random_groups": False}, {"min_group_size": 9}]
    names = set()
    for change in changes:
        config["experiments"]["faces"] = {**one, **change}
        _, profiled, _, _ = expand_experiments(complete(config, SCHEMA))
        names |= {grouping_name(each["grouping"]) for each in profiled.values()}
    assert len(names) == 2 * len(changes)


def test_the_file_of_weights_follows_from_the_model(config):
    vgg16 = complete(config, SCHEMA)["models"]["vgg16"]
    assert imagenet_file(vgg16) == "vgg16_weights_tf_dim_ordering_tf_kernels.h5"


@pytest.mark.parametrize(
    ("place", "key", "value", "sentence"),
    [
        ("faces", "variables", ["rcae"], "variables: 'rcae' is not defined (did you mean 'race'?)"),
        ("faces", "variables", [["race", "sex"]], "'sex' is not defined; defined: race, gender"),
        ("faces", "nuisance", ["gendre"], "nuisance: 'gendre' is not defined (did you mean"),
        ("faces", "shown_layers", ["fc1"], "shown_layers: 'fc1' is not defined"),
        ("faces", "dataset", "digits", "dataset: 'digits' has no attributes"),
        ("faces", "model", "mlp", "model: 'mlp' is trained here on classes"),
        ("faces", "min_group_size", 1, "min_group_size: 1 is not allowed; it must be at least 2"),
        ("faces", "figures", ["maps"], "'maps' is unknown; allowed: variables, similar_groups"),
        ("faces", "permutation", 99, "unknown key 'permutation' (did you mean 'permutations'?)"),
        ("vgg16", "application", "VGG166", "has no 'VGG166' (did you mean 'VGG16'?)"),
        ("vgg16", "application", "MobileNetV2", "no checksum is published"),
        ("vgg16", "alpha", 0.25, "alpha: VGG16 has no such option"),
        ("vgg16", "preprocessing", "none", "'none' is unknown; allowed: own, divide_by_255"),
        ("mlp", "dataset", "fairface", "'fairface' has no classes to train a model on"),
    ],
)
def test_faults_are_named_with_what_is_allowed(config, place, key, value, sentence):
    section = "experiments" if place == "faces" else "models"
    config[section][place][key] = value
    with pytest.raises(ConfigurationError) as error:
        complete(config, SCHEMA)
    assert sentence in str(error.value)


def test_maps_of_classes_need_a_model_that_is_trained_here(config):
    config["experiments"]["maps"] = {"model": "vgg16", "methods": ["PCA"], "figures": ["map_grid"]}
    with pytest.raises(ConfigurationError, match="'vgg16' is no model trained here"):
        complete(config, SCHEMA)


@pytest.mark.parametrize("name", ["faces_race", "faces_race_gender"])
def test_names_of_parts_are_not_given_twice(config, name):
    config["experiments"][name] = {"kind": "drawn"}
    with pytest.raises(ConfigurationError, match=f"'{name}', but so is called the experiment"):
        complete(config, SCHEMA)


def test_parts_of_two_experiments_may_not_have_one_name(config):
    faces = config["experiments"]["faces"]
    config["experiments"]["faces_race"] = {**faces, "variables": ["gender"]}
    with pytest.raises(ConfigurationError, match="so is called a part of the experiment 'faces'"):
        complete(config, SCHEMA)
