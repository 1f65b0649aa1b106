"""The key `groups`: one grouping or several, named, with settings of the experiment or its own."""

import pytest

from rules.configuration.expansion import analyses_of
from rules.configuration.groupings import groupings_of, repeated_names


@pytest.fixture
def config():
    return {
        "datasets": {"fairface": {"source": "fairface"}},
        "models": {"net": {"application": "VGG16", "class_names": ["a", "b"]}},
        "experiments": {
            "faces": {
                "model": "net",
                "dataset": "fairface",
                "layers": ["block2_pool", "fc2"],
                "groups": ["race", "gender", ["prediction", "race"]],
                "random_groups": True,
                "figures": ["tests", "variables"],
            }
        },
    }


def test_each_grouping_becomes_an_analysis_with_a_name(config, completed):
    analyses = analyses_of(completed(config))
    assert list(analyses) == ["faces_race", "faces_gender", "faces_prediction_race"]
    assert analyses["faces_prediction_race"].grouping.by == ["prediction", "race"]
    assert all(each.grouping.random_groups for each in analyses.values())
    config["experiments"]["faces"]["groups"] = "race"
    assert list(analyses_of(completed(config))) == ["faces"]


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ("age group", "age_group"),
        ("sex/gender", "sex_gender"),
        (["../..", "a(b"], "__a_b"),
        ("Größe", "Gr_e"),
    ],
)
def test_names_of_attributes_become_parts_of_file_names(by, name):
    entry = by if isinstance(by, str) else [*by]
    assert list(groupings_of({"groups": ["class", entry]})) == ["class", name]
    own = {"by": by, "name": "mine"}
    assert list(groupings_of({"groups": ["class", own]})) == ["class", "mine"]


def test_two_names_that_become_the_same_are_told_apart_by_the_user():
    assert repeated_names({"groups": ["age group", "age_group", "sex"]}) == ["age_group"]


def test_settings_of_a_grouping_come_before_those_of_the_experiment():
    experiment = {"groups": ["race", {"by": "age", "min_size": 9, "name": "old"}], "min_size": 2}
    groupings = groupings_of(experiment)
    assert groupings["race"].min_size == 2
    assert groupings["old"].min_size == 9
    assert groupings["old"].by == ["age"]


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ("rcae", "the inputs have no attribute 'rcae' (did you mean 'race'?)"),
        ([["race", "sex"]], "no attribute 'sex'; groups can be by: class"),
        ("class", "grouping by class needs labels, and the inputs have none"),
        (["race", "race"], "two groupings are called 'race'; give one of them a `name`"),
        ("checkpoint", "groups by checkpoint need a model trained here"),
        ({"by": "race", "nuisance": ["gendre"]}, "no attribute 'gendre' (did you mean 'gender'?)"),
        ({"by": "race", "onyl": ["a"]}, "unknown key 'onyl' (did you mean 'only'?)"),
    ],
)
def test_faults_are_named_with_what_is_there(config, groups, sentence, errors_of):
    config["experiments"]["faces"]["groups"] = groups
    assert sentence in errors_of(config)


def test_predictions_need_a_model_that_has_some(config, errors_of):
    config["models"]["net"] = {"application": "VGG16", "include_top": False}
    assert "prediction × race needs predictions, and there are none" in errors_of(config)


@pytest.mark.parametrize("name", ["faces_race", "faces_prediction_race"])
def test_names_of_analyses_are_not_given_twice(config, name, errors_of):
    config["experiments"][name] = {"kind": "drawn"}
    assert f"'{name}', but so is called the experiment" in errors_of(config)


def test_the_networks_classes_are_not_taken_for_the_labels(folder, errors_of, completed):
    config = {
        "datasets": {"files": {"source": "image_table", "path": "images.csv"}},
        "models": {"net": {"application": "VGG16", "class_names": ["angry", "happy"]}},
        "experiments": {
            "a": {
                "model": "net",
                "dataset": "files",
                "layers": ["fc2"],
                "groups": "correctness",
                "figures": ["label_errors"],
            }
        },
    }
    errors = errors_of(config)
    assert "the model's classes (angry, happy) are not those of the labels (cat, owl)" in errors
    config["models"]["net"]["class_names"] = ["owl", "cat"]
    completed(config)
    del config["models"]["net"]["class_names"]
    assert "classes (numbers without names) are not those of the labels" in errors_of(config)


def test_a_label_may_be_an_attribute_too(folder, completed, errors_of):
    config = {
        "datasets": {
            "files": {"source": "image_table", "path": "images.csv", "label": "age",
                      "attributes": ["age", "label"]}
        },
        "models": {"net": {"application": "VGG16"}},
        "experiments": {
            "a": {"model": "net", "dataset": "files", "layers": ["fc2"], "groups": ["age", "label"],
                  "figures": ["tests"]}
        },
    }  # fmt: skip
    completed(config)
    del config["datasets"]["files"]["attributes"]
    completed(config)
    config["datasets"]["files"]["attributes"] = ["label"]
    assert "the inputs have no attribute 'age'" in errors_of(config)
